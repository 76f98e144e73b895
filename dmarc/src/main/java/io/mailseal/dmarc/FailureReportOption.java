package io.mailseal.dmarc;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Of which messages the owner of a domain wants failure reports.
 *
 * @rfc 9989 4.7
 */
public enum FailureReportOption {
    /** {@code 0}: where nothing at all gave an aligned pass. */
    NOTHING_PASSED('0'),
    /** {@code 1}: where any mechanism gave something else than an aligned pass. */
    ANYTHING_FAILED('1'),
    /** {@code d}: where a signature failed, aligned or not. */
    DKIM_FAILED('d'),
    /** {@code s}: where SPF failed, aligned or not. */
    SPF_FAILED('s');

    private final char letter;

    FailureReportOption(char letter) {
        this.letter = letter;
    }

    /** The letter in a record. */
    public char letter() {
        return letter;
    }

    /** Reads a list, with white space around its colons, which RFC 7489 allowed. Empty where it leaves the grammar. */
    static Optional<Set<FailureReportOption>> parse(String list) {
        Set<FailureReportOption> options = EnumSet.noneOf(FailureReportOption.class);
        int start = 0;
        while (start <= list.length()) {
            int colon = list.indexOf(':', start);
            int end = colon < 0 ? list.length() : colon;
            Optional<FailureReportOption> option = ofLetter(DmarcTags.trim(list.substring(start, end)));
            // "each may appear at most once"
            if (option.isEmpty() || !options.add(option.get())) {
                return Optional.empty();
            }
            start = end + 1;
        }
        // "0" and "1" are mutually exclusive.
        return options.contains(NOTHING_PASSED) && options.contains(ANYTHING_FAILED)
                ? Optional.empty()
                : Optional.of(options);
    }

    private static Optional<FailureReportOption> ofLetter(String text) {
        for (FailureReportOption option : values()) {
            if (text.length() == 1 && lowerCase(text.charAt(0)) == option.letter) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    // Literals of ABNF are without regard to case.
    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
