package io.mailseal.spf;

import io.mailseal.core.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox in whose name the check is made: both what is asked for first and what macros tell of.
 *
 * @param localPart as it was given, with its quotes if it has any
 * @param domain with two labels at least, all of letters, digits, hyphens and underscores
 * @rfc 7208 4.1
 */
record Sender(String localPart, DomainName domain) {

    // §4.3: stands in for a local part that is not there, and for all of a null reverse-path.
    private static final String POSTMASTER = "postmaster";

    /** Null where the identity has no domain that could be asked (§4.3). */
    static @Nullable Sender of(SpfRequest request) {
        // §2.4: only a reverse-path that is really empty makes the HELO name stand in for it.
        if (request.identity() == SpfIdentity.HELO || request.mailFrom().isEmpty()) {
            return at(POSTMASTER, asciiDomain(request.helo()));
        }
        return ofPath(request.mailFrom());
    }

    /** Whether the local part could be part of a DNS name: it is ASCII, and not so long that no macro expands it. */
    boolean hasUsableLocalPart() {
        return localPart.length() <= MacroValues.LONGEST && hasAsciiLocalPart();
    }

    boolean hasAsciiLocalPart() {
        return isAscii(localPart);
    }

    private static @Nullable Sender at(String localPart, @Nullable DomainName domain) {
        return domain == null ? null : new Sender(localPart, domain);
    }

    // RFC 5321 §4.1.2: [ A-d-l ":" ] local-part "@" domain. A comment, a second path or a name is no part of it.
    private static @Nullable Sender ofPath(String path) {
        int start = startOfMailbox(path);
        int at =
                start < path.length() && path.charAt(start) == '"' ? endOfQuoted(path, start) : endOfPlain(path, start);
        if (at >= path.length() || path.charAt(at) != '@') {
            return null;
        }
        return at(at == start ? POSTMASTER : path.substring(start, at), domain(path.substring(at + 1)));
    }

    // A source route, "@one.example,@two.example:", is to be ignored (RFC 5321 appendix C).
    private static int startOfMailbox(String path) {
        int colon = path.indexOf(':');
        if (path.charAt(0) != '@' || colon < 0) {
            return 0;
        }
        for (int i = 0; i < colon; i++) {
            if (!isDomainCharacter(path.charAt(i)) && "@,.".indexOf(path.charAt(i)) < 0) {
                return 0;
            }
        }
        return colon + 1;
    }

    // Wider than dot-atom: dots may be anywhere, as in mail that is really sent, and spaces, for those callers who
    // take the quotes off. The first other character ends it.
    private static int endOfPlain(String path, int start) {
        int end = start;
        while (end < path.length() && isPlain(path.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && "\"(),:;<>@[\\]".indexOf(c) < 0 || c > 0x9F;
    }

    // Quoted-string; where it ends, or the end of the path if it does not.
    private static int endOfQuoted(String path, int start) {
        for (int i = start + 1; i < path.length() && !isControl(path.charAt(i)); i++) {
            if (path.charAt(i) == '"') {
                return i + 1;
            }
            boolean escape = path.charAt(i) == '\\' && i + 1 < path.length() && !isControl(path.charAt(i + 1));
            i += escape ? 1 : 0;
        }
        return path.length();
    }

    private static boolean isControl(char c) {
        return c < ' ' || c >= 0x7F && c <= 0x9F;
    }

    // RFC 8616 §4: an internationalized domain of a sender may be in Unicode, and becomes A-labels; that of HELO may
    // not.
    private static @Nullable DomainName domain(String text) {
        return isAscii(text)
                ? asciiDomain(text)
                : usable(DomainName.ofUnicode(text).orElse(null));
    }

    private static @Nullable DomainName asciiDomain(String text) {
        return isAscii(text) ? usable(DomainName.parse(text).orElse(null)) : null;
    }

    // §4.3: multi-label, and nothing that only looks like a name: a literal, an address without brackets, a host
    // name with something around it. Underscores are let through: there are hosts and domains that have them.
    private static @Nullable DomainName usable(@Nullable DomainName name) {
        if (name == null || name.labelCount() < 2) {
            return null;
        }
        String text = name.toString();
        boolean numeric = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isDomainCharacter(c) && c != '.') {
                return null;
            }
            numeric = c == '.' || numeric && c >= '0' && c <= '9';
        }
        return numeric ? null : name;
    }

    private static boolean isDomainCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
