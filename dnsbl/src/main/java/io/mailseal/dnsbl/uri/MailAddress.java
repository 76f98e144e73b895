package io.mailseal.dnsbl.uri;

import io.mailseal.core.DomainName;
import org.jspecify.annotations.Nullable;

/** An address of e-mail, as far as lists of them want to know it: without comments, quotes and domain literals. */
record MailAddress(String localPart, DomainName domain) {

    /** The longest local part, in octets (RFC 5321 §4.5.3.1.1). */
    static final int MAX_LOCAL_PART = 64;

    /** Null if it is none, or its domain has no top-level domain. */
    static @Nullable MailAddress read(String text, HostNames names) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at > MAX_LOCAL_PART || !isDotAtom(text, at)) {
            return null;
        }
        return UriHost.parse(text.substring(at + 1))
                .flatMap(UriHost::name)
                .filter(names::isUsual)
                .map(domain -> new MailAddress(text.substring(0, at), domain))
                .orElse(null);
    }

    // Dots may stand where RFC 5322 does not want them: some providers hand out such addresses.
    private static boolean isDotAtom(String text, int end) {
        for (int i = 0; i < end; i++) {
            if (!isLocalPartCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an unquoted local part may hold it, by RFC 5322 §3.2.3 and RFC 6532. */
    static boolean isLocalPartCharacter(char c) {
        if (c < 0x80) {
            return UriCharacters.isLetter(c) || UriCharacters.isDigit(c) || ".!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
        }
        return Character.isLetterOrDigit(c);
    }

    /** A {@code mailto:} of it. */
    String uri() {
        String literal = localPart.replace("%", "%25");
        return "mailto:" + PercentEncoding.normalise(literal, "/?#[]&;,=:") + "@" + domain;
    }
}
