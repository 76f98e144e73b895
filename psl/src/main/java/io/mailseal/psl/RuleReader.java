package io.mailseal.psl;

import io.mailseal.core.DomainName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes lines for rules, where they are. Used while a list is read, by one thread. */
final class RuleReader {

    private final Map<String, Integer> rules = new HashMap<>(1 << 15);
    private final List<SkippedLine> skipped = new ArrayList<>();

    /** Domain names, and of each the kinds of rules that stand for it, as bits of {@link RuleTable}. */
    Map<String, Integer> rules() {
        return rules;
    }

    /** The lines that were none. */
    List<SkippedLine> skippedLines() {
        return skipped;
    }

    /** Whether this line is a rule. */
    boolean read(RuleLine line) {
        String text = line.text();
        if (line.section() == 0) {
            return skip(line, SkippedLine.Problem.OUTSIDE_OF_SECTIONS);
        }
        if (text.startsWith("!")) {
            return readException(line);
        }
        return text.startsWith("*.") ? readName(line, 2, RuleTable.WILDCARD) : readName(line, 0, RuleTable.NORMAL);
    }

    // Without its first label it must be a suffix still, and it is about one name.
    private boolean readException(RuleLine line) {
        return line.text().indexOf('.') < 0 || line.text().indexOf('*') >= 0
                ? skip(line, SkippedLine.Problem.MISPLACED_EXCEPTION)
                : readName(line, 1, RuleTable.EXCEPTION);
    }

    private boolean readName(RuleLine line, int start, int kind) {
        if (line.text().indexOf('*', start) >= 0) {
            return skip(line, SkippedLine.Problem.MISPLACED_WILDCARD);
        }
        String text = line.text().substring(start);
        if (isPlain(text)) {
            add(text, RuleTable.inSection(kind, line.section()));
            return true;
        }
        Optional<DomainName> name = DomainName.ofUnicode(text);
        if (name.isEmpty() || !name.get().isHostName() || text.endsWith(".")) {
            return skip(line, SkippedLine.Problem.NOT_A_HOST_NAME);
        }
        add(name.get().toString(), RuleTable.inSection(kind, line.section()));
        return true;
    }

    // Whether it is a host name, short and as it will be shown. Almost all are, and not to read a DomainName for each
    // makes a list be read faster by a fifth.
    private static boolean isPlain(String name) {
        char last = '.';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            boolean hyphenOrDot = c == '-' && last != '.' || c == '.' && last != '.' && last != '-';
            if (!letterOrDigit && !hyphenOrDot) {
                return false;
            }
            last = c;
        }
        return last != '.'
                && last != '-'
                && name.length() <= DomainName.MAX_LABEL
                && !name.contains(RuleLine.A_LABEL_PREFIX);
    }

    /** Adds kinds of rules to those that stand for a name. */
    void add(String name, int kinds) {
        Integer others = rules.put(name, kinds);
        if (others != null) {
            rules.put(name, others | kinds);
        }
    }

    private boolean skip(RuleLine line, SkippedLine.Problem problem) {
        String text = line.text();
        String shown = text.length() > DomainName.MAX_TEXT ? text.substring(0, DomainName.MAX_TEXT) : text;
        skipped.add(new SkippedLine(line.number(), shown, problem));
        return false;
    }
}
