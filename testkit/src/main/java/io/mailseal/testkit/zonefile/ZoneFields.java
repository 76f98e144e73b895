package io.mailseal.testkit.zonefile;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one entry, taken one after the other. Each method says by its exception what is missing or wrong. */
public final class ZoneFields {

    private final List<ZoneToken> tokens;
    private final DomainName origin;
    private int at;

    public ZoneFields(List<ZoneToken> tokens, DomainName origin) {
        this.tokens = tokens;
        this.origin = origin;
    }

    public boolean hasMore() {
        return at < tokens.size();
    }

    public int left() {
        return tokens.size() - at;
    }

    public ZoneToken peek(String what) {
        if (!hasMore()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return tokens.get(at);
    }

    public ZoneToken take(String what) {
        ZoneToken token = peek(what);
        at++;
        return token;
    }

    public String takeWord(String what) {
        ZoneToken token = take(what);
        if (token.quoted()) {
            throw new IllegalArgumentException(what + " is not to be quoted: " + token.text());
        }
        return token.text();
    }

    public void end() {
        if (hasMore()) {
            throw new IllegalArgumentException("too much: " + peek("").text());
        }
    }

    /** A name; without a final dot it is below the origin. */
    public DomainName takeName(String what) {
        String text = takeWord(what);
        if (text.equals("@")) {
            return origin;
        }
        if (text.equals(".")) {
            return DomainName.ROOT;
        }
        return DomainName.ofLabels(labels(text))
                .orElseThrow(() -> new IllegalArgumentException("not a domain name: " + text));
    }

    private List<Octets> labels(String text) {
        List<Octets> labels = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i += ZoneToken.width(text, i)) {
            if (text.charAt(i) > 0x7E) {
                throw new IllegalArgumentException("a name is ASCII: write an A-label (xn--) or \\DDD");
            }
            if (text.charAt(i) == '.') {
                labels.add(new ZoneToken(text.substring(start, i), false).octets());
                start = i + 1;
            }
        }
        if (start < text.length()) {
            labels.add(new ZoneToken(text.substring(start), false).octets());
            labels.addAll(origin.labels());
        }
        return labels;
    }

    public DnsType takeType() {
        String text = takeWord("the type");
        return DnsType.parse(text).orElseThrow(() -> new IllegalArgumentException("not a record type: " + text));
    }

    public int takeNumber(String what, int highest) {
        String text = takeWord(what);
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            number = digit >= 0 && digit <= 9 && number <= highest ? 10 * number + digit : Long.MAX_VALUE;
        }
        if (text.isEmpty() || number > highest) {
            throw new IllegalArgumentException(what + " is not a number from 0 to " + highest + ": " + text);
        }
        return (int) number;
    }

    /** A number of seconds, or of other units as in {@code 1h30m}. */
    public Duration takeTtl(String what) {
        String text = takeWord(what);
        Duration ttl = ttl(text);
        if (ttl == null) {
            throw new IllegalArgumentException(what + " is not a time to live: " + text);
        }
        return ttl;
    }

    /** Null where the text is none: digits, with or without the units s, m, h, d, w, at most 2^31-1 seconds. */
    public static @Nullable Duration ttl(String text) {
        long total = 0;
        long number = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            long unit = seconds(c);
            if (c >= '0' && c <= '9') {
                number = 10 * Math.max(0, number) + c - '0';
            } else if (number >= 0 && unit > 0) {
                total += number * unit;
                number = -1;
            } else {
                return null;
            }
            if (Math.max(number, total) > Integer.MAX_VALUE) {
                return null;
            }
        }
        total += Math.max(0, number);
        return text.isEmpty() || total > Integer.MAX_VALUE ? null : Duration.ofSeconds(total);
    }

    private static long seconds(char unit) {
        return switch (unit) {
            case 's', 'S' -> 1;
            case 'm', 'M' -> 60;
            case 'h', 'H' -> 3_600;
            case 'd', 'D' -> 86_400;
            case 'w', 'W' -> 604_800;
            default -> 0;
        };
    }

    /** All that is left, as strings that are joined. */
    public Octets takeStrings() {
        List<Octets> strings = new ArrayList<>();
        do {
            strings.add(take("the text").octets());
        } while (hasMore());
        return joined(strings);
    }

    /** All that is left, as hexadecimal digits; blanks do not matter. */
    public Octets takeHex() {
        StringBuilder digits = new StringBuilder();
        while (hasMore()) {
            digits.append(takeWord("the data"));
        }
        try {
            return Octets.of(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("not hexadecimal: " + digits, bad);
        }
    }

    public static Octets joined(List<Octets> parts) {
        StringBuilder text = new StringBuilder();
        for (Octets part : parts) {
            text.append(part.toLatin1());
        }
        return Octets.ofLatin1(text.toString());
    }
}
