package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.syntax.DotAtom;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where reports are wanted. Whoever publishes a record may write anything here: what may be used is {@link #address},
 * and that only after the destination has agreed, if it is not in the same organization.
 *
 * @rfc 9989 4.6
 */
public final class DmarcReportUri {

    private static final int MAX_LOCAL_PART = 64; // RFC 5321 §4.5.3.1.1

    private final String uri;
    private final int colon;
    private final @Nullable String sizeLimit;

    private DmarcReportUri(String uri, int colon, @Nullable String sizeLimit) {
        this.uri = uri;
        this.colon = colon;
        this.sizeLimit = sizeLimit;
    }

    /** Reads one, with or without the obsolete size limit behind it. Empty if it is no valid URI. */
    public static Optional<DmarcReportUri> parse(String text) {
        // A "!" can only begin the obsolete size limit, since URIs must encode theirs.
        int size = text.indexOf('!');
        String uri = size < 0 ? text : DmarcTags.trim(text.substring(0, size));
        String limit = size < 0 ? null : text.substring(size + 1);
        if (limit != null && !isSizeLimit(limit)) {
            return Optional.empty();
        }
        int colon = uri.indexOf(':');
        if (colon < 1 || colon == uri.length() - 1 || !isScheme(uri.substring(0, colon)) || !hasUriCharacters(uri)) {
            return Optional.empty();
        }
        DmarcReportUri parsed = new DmarcReportUri(uri, colon, limit);
        int at = uri.lastIndexOf('@');
        boolean nobody = parsed.isMailto() && (at < colon + 2 || at == uri.length() - 1);
        return nobody ? Optional.empty() : Optional.of(parsed);
    }

    private static boolean isSizeLimit(String text) {
        int digits = 0;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        String unit = text.substring(digits).toLowerCase(Locale.ROOT);
        return digits > 0 && (unit.isEmpty() || (unit.length() == 1 && "kmgt".contains(unit)));
    }

    private static boolean isScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = isDigit(c) || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasUriCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7F || "\"<>\\^`{|},;".indexOf(c) >= 0) {
                return false;
            }
            if (c == '%' && !(isHexDigit(text, i + 1) && isHexDigit(text, i + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexDigit(String text, int index) {
        return index < text.length() && Character.digit(text.charAt(index), 16) >= 0;
    }

    /** The URI, without the obsolete size limit. */
    public String uri() {
        return uri;
    }

    /** The size limit of RFC 7489, such as {@code 10m}, which RFC 9989 tells to ignore. */
    public Optional<String> obsoleteSizeLimit() {
        return Optional.ofNullable(sizeLimit);
    }

    /** The scheme, in lower case. */
    public String scheme() {
        return uri.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** Whether reports are to be sent by mail, the one way that everybody who sends reports supports. */
    public boolean isMailto() {
        return scheme().equals("mailto");
    }

    /**
     * The one address that a {@code mailto} leads to, fit to be put into SMTP: decoded, without the fields that a URI
     * may add to a mail, its local part a dot-atom and its domain a host name. Empty for anything else.
     *
     * @rfc 5321 4.1.2
     */
    public Optional<String> address() {
        return mailbox()
                .filter(mailbox -> isLocalPart(mailbox.substring(0, mailbox.lastIndexOf('@'))))
                .filter(mailbox -> domain(mailbox).isPresent());
    }

    private static boolean isLocalPart(String text) {
        return text.length() <= MAX_LOCAL_PART && DotAtom.matches(text);
    }

    /**
     * The host that reports would go to: the domain of the address, or that of the authority of a URI that has one.
     * Empty where there is none.
     *
     * @rfc 9990 4
     */
    public Optional<DomainName> host() {
        return isMailto() ? mailbox().flatMap(DmarcReportUri::domain) : authority();
    }

    private Optional<String> mailbox() {
        if (!isMailto()) {
            return Optional.empty();
        }
        String rest = uri.substring(colon + 1);
        int end = firstOf(rest, "?#", 0);
        String mailbox = decoded(rest.substring(0, end));
        return mailbox.indexOf('@') < 0 ? Optional.empty() : Optional.of(mailbox);
    }

    private static Optional<DomainName> domain(String mailbox) {
        return host(mailbox.substring(mailbox.lastIndexOf('@') + 1));
    }

    private Optional<DomainName> authority() {
        String rest = uri.substring(colon + 1);
        if (!rest.startsWith("//")) {
            return Optional.empty();
        }
        String authority = rest.substring(2, firstOf(rest, "/?#", 2));
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return host(host.substring(0, firstOf(host, ":", 0)));
    }

    private static Optional<DomainName> host(String text) {
        return DomainName.parse(text).filter(name -> !name.isRoot() && name.isHostName());
    }

    private static int firstOf(String text, String characters, int start) {
        int i = start;
        while (i < text.length() && characters.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    // Each octet a character: what is not ASCII is refused later.
    private static String decoded(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                decoded.append((char)
                        (16 * Character.digit(text.charAt(i + 1), 16) + Character.digit(text.charAt(i + 2), 16)));
                i += 2;
            } else {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }

    /** By the text. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DmarcReportUri that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    /** The text in a record, the size limit included. */
    @Override
    public String toString() {
        return sizeLimit == null ? uri : uri + "!" + sizeLimit;
    }
}
