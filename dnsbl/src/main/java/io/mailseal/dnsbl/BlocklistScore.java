package io.mailseal.dnsbl;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The weights of all that is listed, added up. Each code of each list counts once, for however many subjects it stands: forty
 * links to one listed host are no worse than one.
 *
 * @param total the sum; negative where the good listings weigh more
 * @param parts what it consists of, in the order of the checks
 */
public record BlocklistScore(double total, List<Part> parts) {

    private static final int DIGITS = 3;

    /**
     * What one code of one list adds.
     *
     * @param list the name of the list's profile
     * @param code the name of the code
     * @param weight what it adds; negative where that is good
     * @param subject the first one that is listed so
     */
    public record Part(String list, String code, double weight, BlocklistSubject subject) {

        /** {@code +5 spamhaus-zen SBL (198.18.0.1)}. */
        @Override
        public String toString() {
            return (weight < 0 ? "" : "+") + number(weight) + " " + list + " " + code + " (" + subject + ")";
        }
    }

    private record Row(String list, String code) {}

    /** The parts are copied. */
    public BlocklistScore {
        parts = List.copyOf(parts);
    }

    static BlocklistScore of(List<BlocklistCheck> checks) {
        List<Part> parts = new ArrayList<>();
        Set<Row> counted = new HashSet<>();
        double total = 0;
        for (BlocklistCheck check : checks) {
            for (ReturnCode code : check.codes()) {
                if (code.weight() != 0 && counted.add(new Row(check.list(), code.name()))) {
                    parts.add(new Part(check.list(), code.name(), code.weight(), check.subject()));
                    total += code.weight();
                }
            }
        }
        return new BlocklistScore(total, parts);
    }

    private static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** A line for people: {@code 4.5: +5 spamhaus-zen SBL (…), -0.5 dnswl LOW (…)}. */
    public String explanation() {
        return number(total)
                + (parts.isEmpty()
                        ? ""
                        : ": "
                                + String.join(
                                        ", ", parts.stream().map(Part::toString).toList()));
    }
}
