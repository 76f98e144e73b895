package io.mailseal.psl;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a list. Those with labels in Unicode are turned into A-labels when the first name with an A-label is looked
 * up: they can match no other, few programs ever see one, and the tables of IDNA take longer to load than all the rest.
 */
final class ListRules {

    private record Whole(RuleTable table, List<SkippedLine> skippedLines) {}

    private final RuleTable plain;
    private final List<SkippedLine> skippedLines;
    private final List<RuleLine> international;
    private volatile @Nullable Whole whole; // null until somebody asks; always made of the same lines

    ListRules(RuleReader plain, List<RuleLine> international) {
        this.plain = RuleTable.of(plain.rules());
        this.skippedLines = List.copyOf(plain.skippedLines());
        this.international = List.copyOf(international);
    }

    /** A table with all the rules that may match this name. */
    RuleTable tableFor(String name) {
        return name.contains(RuleLine.A_LABEL_PREFIX) ? whole().table() : plain;
    }

    RuleTable table() {
        return whole().table();
    }

    List<SkippedLine> skippedLines() {
        return whole().skippedLines();
    }

    private Whole whole() {
        Whole known = whole;
        return known == null ? makeWhole() : known;
    }

    private synchronized Whole makeWhole() {
        Whole known = whole;
        if (known != null) {
            return known;
        }
        RuleReader reader = new RuleReader();
        plain.forEach(reader::add);
        international.forEach(reader::read);
        List<SkippedLine> skipped = Stream.concat(skippedLines.stream(), reader.skippedLines().stream())
                .sorted(Comparator.comparingInt(SkippedLine::number))
                .toList();
        Whole made = new Whole(international.isEmpty() ? plain : RuleTable.of(reader.rules()), skipped);
        whole = made;
        return made;
    }
}
