package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * Names for new selectors. A name that was used once is never used again: mail that is under way, and resolvers that
 * remember, would take the new key for the old one.
 *
 * @rfc 6376 3.1
 */
public final class DkimSelectors {

    private DkimSelectors() {}

    /**
     * The next one by number: {@code s1} is followed by {@code s2}, {@code mail009} by {@code mail010}, and {@code mail} by
     * {@code mail2}; numbers that were used are passed over. Of several labels the first one changes: {@code s1.berlin} is
     * followed by {@code s2.berlin}.
     *
     * @param used selectors that the domain has or had
     * @throws IllegalArgumentException if there is no room for the number
     */
    public static DomainName byNumber(DomainName current, Collection<DomainName> used) {
        String label = current.labels().get(0).toLatin1();
        int digits = label.length();
        while (digits > 0 && isDigit(label.charAt(digits - 1))) {
            digits--;
        }
        String word = label.substring(0, digits);
        String number = digits == label.length() ? "1" : label.substring(digits);
        DomainName next = current;
        Set<DomainName> taken = Set.copyOf(used);
        do {
            number = increased(number);
            next = withFirstLabel(current, word + number);
        } while (next.equals(current) || taken.contains(next));
        return next;
    }

    /**
     * The one of a day: {@code s} and the 22nd of November 2026 make {@code s20261122}; if it was used, a letter follows.
     *
     * @param prefix letters, digits and hyphens, the first no hyphen; may be empty
     * @param used selectors that the domain has or had
     * @throws IllegalArgumentException if this makes no label, or the day has more keys than there are letters
     */
    public static DomainName byDate(String prefix, LocalDate date, Collection<DomainName> used) {
        String name = prefix
                + DateTimeFormatter.BASIC_ISO_DATE.localizedBy(Locale.ROOT).format(date);
        Set<DomainName> taken = Set.copyOf(used);
        DomainName next = selector(name);
        for (char letter = 'b'; taken.contains(next); letter++) {
            if (letter > 'z') {
                throw new IllegalArgumentException("no more names for " + date);
            }
            next = selector(name + letter);
        }
        return next;
    }

    private static String increased(String number) {
        String next = new BigInteger(number).add(BigInteger.ONE).toString();
        return "0".repeat(Math.max(0, number.length() - next.length())) + next;
    }

    private static DomainName withFirstLabel(DomainName name, String label) {
        DomainName first = selector(label);
        return name.labelCount() == 1
                ? first
                : name.parent()
                        .below(label)
                        .orElseThrow(() -> new IllegalArgumentException("too long for a selector: " + label));
    }

    private static DomainName selector(String label) {
        DomainName name = SigningDomain.parseSelector(label);
        if (name == null || name.labelCount() != 1) {
            throw new IllegalArgumentException("not the label of a selector: " + label);
        }
        return name;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
