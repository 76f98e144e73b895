package io.mailseal.dnsbl.uri;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the host of a URI as browsers do, by the URL standard (https://url.spec.whatwg.org/#host-parsing), since that
 * is where a click leads. More is read than the standard allows where something else than a browser might: the
 * rightmost labels of a name with blanks, octal numbers with a 9.
 */
final class HostText {

    /** What is longer, without what is dropped from it, can't be a name of 253 octets. */
    static final int MAX_LENGTH = 12 * DomainName.MAX_TEXT;

    private HostText() {}

    static @Nullable UriHost read(String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.charAt(0) == '[') {
            return readIpv6(text);
        }
        String mapped = map(PercentEncoding.decode(text));
        if (mapped.isEmpty()) {
            return null;
        }
        return endsInNumber(mapped) ? readIpv4(mapped) : readName(mapped);
    }

    // A zone names an interface of the reader's machine, and is no part of the address.
    private static @Nullable UriHost readIpv6(String text) {
        int end = text.indexOf(']');
        if (end != text.length() - 1) {
            return null;
        }
        int zone = text.indexOf('%');
        String address = text.substring(1, zone < 0 ? end : zone);
        if (address.indexOf(':') < 0) {
            return null;
        }
        return IpAddress.parse(address).map(UriHost::of).orElse(null);
    }

    // ---- characters ----

    // What UTS #46 does before anything else: compatibility forms and cases become one, dots of other scripts are dots,
    // and what can't be seen is dropped.
    private static String map(String text) {
        if (isAscii(text)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(point -> !isIgnored(point)).forEach(visible::appendCodePoint);
        if (visible.length() > MAX_LENGTH) {
            return "";
        }
        String composed = Normalizer.normalize(visible, Normalizer.Form.NFKC);
        StringBuilder lower = new StringBuilder(composed.length());
        composed.codePoints().forEach(point -> lower.append(mapped(point)));
        return Normalizer.normalize(lower, Normalizer.Form.NFKC);
    }

    // One character at a time: as a word, a last sigma would become another letter.
    private static String mapped(int point) {
        return isDot(point) ? "." : Character.toString(point).toLowerCase(Locale.ROOT);
    }

    /** Whether it separates labels: the full stop, and those of CJK scripts in two widths. */
    static boolean isDot(int point) {
        return point == '.' || point == 0x3002 || point == 0xFF0E || point == 0xFF61;
    }

    /** Whether it is dropped from a host, since nobody sees it. */
    static boolean isIgnored(int point) {
        return point == 0xAD
                || point == 0x34F
                || point >= 0x200B && point <= 0x200D
                || point >= 0x2060 && point <= 0x2064
                || point >= 0x180B && point <= 0x180F
                || point >= 0xFE00 && point <= 0xFE0F
                || point == 0xFEFF
                || point >= 0xE0000 && point <= 0xE0FFF;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    // ---- IPv4 ----

    // "Ends in a number": then it is an IPv4 address, or nothing.
    private static boolean endsInNumber(String text) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        int start = text.lastIndexOf('.', end - 1) + 1;
        if (start == end || text.charAt(start) < '0' || text.charAt(start) > '9') {
            return false;
        }
        String last = text.substring(start, end);
        return isDigits(last) || number(last) >= 0;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static @Nullable UriHost readIpv4(String text) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        long address = 0;
        int parts = 0;
        int start = 0;
        while (true) {
            int dot = text.indexOf('.', start);
            boolean last = dot < 0 || dot >= end;
            long number = number(text.substring(start, last ? end : dot));
            // The last number fills what the others left of the 32 bits.
            long limit = last ? 1L << 8 * (4 - parts) : 256;
            if (number < 0 || number >= limit) {
                return null;
            }
            if (last) {
                return UriHost.of(ipv4(address << 8 * (4 - parts) | number));
            }
            address = address << 8 | number;
            start = dot + 1;
            if (++parts > 3) {
                return null;
            }
        }
    }

    private static IpAddress ipv4(long number) {
        return IpAddress.ofBytes((byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number);
    }

    // Decimal, octal after 0, hexadecimal after 0x; -1 if it is none of these. A number that is too large stays so.
    private static long number(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        if (text.charAt(0) != '0' || text.length() == 1) {
            return number(text, 0, 10);
        }
        if ((text.charAt(1) | 0x20) == 'x') {
            return number(text, 2, 16);
        }
        long octal = number(text, 1, 8);
        // The standard refuses 089; other programs take it for 89.
        return octal >= 0 ? octal : number(text, 1, 10);
    }

    private static long number(String text, int start, int radix) {
        long number = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = PercentEncoding.hexDigit(text.charAt(i));
            if (digit < 0 || digit >= radix) {
                return -1;
            }
            number = Math.min(number * radix + digit, 1L << 40);
        }
        return number;
    }

    // ---- names ----

    private static @Nullable UriHost readName(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        DomainName name = name(text);
        if (name == null && !text.contains("..")) {
            // Wildcards in DNS answer also for labels that are none, and some clients ask for them.
            name = name(cleanLabels(text));
        }
        return name == null || name.isRoot() ? null : UriHost.of(name);
    }

    private static @Nullable DomainName name(String text) {
        if (isAscii(text)) {
            return isClean(text) ? DomainName.parse(text).orElse(null) : null;
        }
        if (text.length() > 4 * DomainName.MAX_TEXT) {
            return null;
        }
        StringBuilder labels = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != '.') {
                continue;
            }
            String label = aLabel(text.substring(start, i));
            if (label == null) {
                return null;
            }
            labels.append(start > 0 ? "." : "").append(label);
            start = i + 1;
        }
        String ascii = labels.toString();
        return isClean(ascii) ? DomainName.parse(ascii).orElse(null) : null;
    }

    private static @Nullable String aLabel(String label) {
        if (isAscii(label) || label.length() > 4 * DomainName.MAX_LABEL) {
            return label;
        }
        Optional<DomainName> strict = DomainName.ofUnicode(label);
        if (strict.isPresent()) {
            return strict.get().toString();
        }
        // Browsers go to names that IDNA2008 does not allow, such as those with emoji; so did IDNA2003.
        try {
            return IDN.toASCII(label, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }

    // The labels behind the last one with a character that no name has; empty if fewer than two are left.
    private static String cleanLabels(String text) {
        int bad = -1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x80 && !isClean(text.charAt(i))) {
                bad = i;
            }
        }
        int dot = bad < 0 ? -1 : text.indexOf('.', bad);
        String rest = dot < 0 ? "" : text.substring(dot + 1);
        return rest.indexOf('.') > 0 && rest.indexOf('.') < rest.length() - 1 ? rest : "";
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isClean(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    // The standard forbids fewer characters, but these have a meaning in some syntax of ours.
    private static boolean isClean(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "-._!$&'()*+,;=~".indexOf(c) >= 0;
    }
}
