package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.util.Locale;
import java.util.Optional;

/** What is done with a text before a list of digests has its digest made, so that the same thing has one digest. */
public enum HashedText {
    /** Nothing: the text as it is, in UTF-8. */
    AS_IS {
        @Override
        Optional<Octets> of(String text) {
            return Optional.of(Octets.ofUtf8(text));
        }
    },
    /** Lower case. */
    LOWER_CASE {
        @Override
        Optional<Octets> of(String text) {
            return Optional.of(Octets.ofUtf8(text.toLowerCase(Locale.ROOT)));
        }
    },
    /**
     * An e-mail address in lower case, without what follows a {@code +} before the {@code @}; for the provider that takes
     * no notice of dots, and has two domains for each of its mailboxes, without dots and with {@code gmail.com}. The form
     * of Spamhaus' HBL.
     */
    MAILBOX {
        @Override
        Optional<Octets> of(String text) {
            return mailbox(text.toLowerCase(Locale.ROOT)).map(Octets::ofUtf8);
        }
    },
    /** The address of a wallet: in lower case where case is a checksum only, as after {@code 0x}; otherwise as it is. */
    WALLET {
        @Override
        Optional<Octets> of(String text) {
            return Optional.of(Octets.ofUtf8(isHexWallet(text) ? text.toLowerCase(Locale.ROOT) : text));
        }
    },
    /**
     * A URL without scheme and user, its host in lower case, and of path and query what comes before the first character
     * that is none of letters, digits and {@code ()_.=~!/-}, percent-encodings undone. A URL with less than two such
     * characters has no digest. This is the rule that Spamhaus has for most hosts; for some it has others, which are not
     * known here.
     */
    URL {
        @Override
        Optional<Octets> of(String text) {
            return url(text);
        }
    };

    private static final int LONGEST_PATH = 512;
    private static final String IN_PATHS = "()_.=~!/-";

    /** The octets to be digested; empty where the list has no digests of such. */
    abstract Optional<Octets> of(String text);

    private static Optional<String> mailbox(String address) {
        int at = address.lastIndexOf('@');
        if (at <= 0) {
            return Optional.empty();
        }
        return DomainName.ofUnicode(address.substring(at + 1))
                .filter(domain -> !domain.isRoot())
                .map(domain -> {
                    String local = withoutTag(address.substring(0, at));
                    String name = domain.toString();
                    boolean dotless = name.equals("gmail.com") || name.equals("googlemail.com");
                    return dotless ? local.replace(".", "") + "@gmail.com" : local + "@" + name;
                });
    }

    private static String withoutTag(String local) {
        int plus = local.indexOf('+');
        return plus <= 0 ? local : local.substring(0, plus);
    }

    private static boolean isHexWallet(String text) {
        if (text.length() != 42 || !text.startsWith("0x")) {
            return false;
        }
        for (int i = 2; i < text.length(); i++) {
            if (hexDigit(text, i) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Octets> url(String text) {
        int scheme = text.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        int end = endOfAuthority(text, start);
        String host = text.substring(Math.max(start, text.lastIndexOf('@', end - 1) + 1), end);
        if (host.isEmpty() || end == text.length() || text.charAt(end) == '#') {
            return Optional.empty();
        }
        // One char per octet: what is percent-encoded is in no particular character set.
        StringBuilder url =
                new StringBuilder(Octets.ofUtf8(host.toLowerCase(Locale.ROOT)).toLatin1());
        url.append(text.charAt(end));
        return appendPath(text, end + 1, url) < 2 ? Optional.empty() : Optional.of(Octets.ofLatin1(url.toString()));
    }

    private static int endOfAuthority(String text, int start) {
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    // How many characters were taken.
    private static int appendPath(String text, int start, StringBuilder url) {
        int count = 0;
        int at = start;
        while (at < text.length() && count < LONGEST_PATH) {
            char c = text.charAt(at);
            if (isInPaths(c)) {
                url.append(c);
                at++;
            } else if (c == '%' && hexDigit(text, at + 1) >= 0 && hexDigit(text, at + 2) >= 0) {
                url.append((char) (16 * hexDigit(text, at + 1) + hexDigit(text, at + 2)));
                at += 3;
            } else {
                return count;
            }
            count++;
        }
        return count;
    }

    private static boolean isInPaths(char c) {
        boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        return letterOrDigit || IN_PATHS.indexOf(c) >= 0;
    }

    private static int hexDigit(String text, int at) {
        return at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
    }
}
