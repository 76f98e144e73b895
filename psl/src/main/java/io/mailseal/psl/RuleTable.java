package io.mailseal.psl;

import io.mailseal.psl.PublicSuffixRule.Source;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * The rules of a list: a hash table of domain names, and of each which kinds of rule stand for it. {@code *.ck} stands for
 * {@code ck}, as {@code !www.ck} does for {@code www.ck}. All names are one string, and entries are numbers, so that ten
 * thousand rules take a third of a megabyte, and a lookup makes no object.
 *
 * <p>A rule has a number, too: that of its entry, and its kind.
 */
final class RuleTable {

    // Kinds of rule, as bits of an entry; those of the private section are three bits higher.
    static final int NORMAL = 1;
    static final int WILDCARD = 2;
    static final int EXCEPTION = 4;
    private static final int KINDS = NORMAL | WILDCARD | EXCEPTION;
    private static final int SECTION_BITS = 3;

    // Sections, as masks of these bits.
    static final int ICANN = KINDS;
    static final int PRIVATE = KINDS << SECTION_BITS;
    static final int BOTH_SECTIONS = ICANN | PRIVATE;

    /** The number of the rule {@code *}, which holds where no other does. */
    static final int DEFAULT_RULE = -1;

    private static final int NONE = -2;

    private final String names; // one behind the other
    private final int[] starts; // of each name, and at last the end
    private final byte[] labels;
    private final byte[] kinds;
    private final int[] slots; // upper half: of the hash; lower half: the entry's number and one; 0 if free
    private int mostLabels;

    private RuleTable(Map<String, Integer> rules) {
        StringBuilder joined = new StringBuilder(rules.size() * 16);
        starts = new int[rules.size() + 1];
        labels = new byte[rules.size()];
        kinds = new byte[rules.size()];
        slots = new int[Integer.highestOneBit(Math.max(rules.size(), 1)) * 4];
        int entry = 0;
        for (Map.Entry<String, Integer> rule : rules.entrySet()) {
            String name = rule.getKey();
            joined.append(name);
            starts[entry + 1] = joined.length();
            kinds[entry] = rule.getValue().byteValue();
            labels[entry] = (byte) countLabels(name);
            mostLabels = Math.max(mostLabels, labels[entry]);
            enter(entry, hash(name));
            entry++;
        }
        names = joined.toString();
    }

    /** Of host names and the kinds of rules that stand for each; at most {@link PublicSuffixList#MAX_RULES}. */
    static RuleTable of(Map<String, Integer> rules) {
        return new RuleTable(rules);
    }

    /** The bit of this kind of rule in this section. */
    static int inSection(int kind, int section) {
        return section == PRIVATE ? kind << SECTION_BITS : kind;
    }

    private static int countLabels(String name) {
        int count = 1;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            count++;
        }
        return count;
    }

    private static int hash(String name) {
        int hash = 0;
        for (int i = name.length() - 1; i >= 0; i--) {
            hash = withChar(hash, name.charAt(i));
        }
        return spread(hash);
    }

    // FNV-1a, from right to left, so that each suffix of a name has its hash on the way.
    private static int withChar(int hash, char c) {
        return (hash ^ c) * 0x01000193;
    }

    private static int spread(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85EBCA6B;
        return mixed ^ mixed >>> 13;
    }

    private void enter(int entry, int hash) {
        int slot = hash & slots.length - 1;
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = hash & 0xFFFF0000 | entry + 1;
    }

    // The entry of what this name has from here on; or NONE.
    private int find(String name, int start, int hash) {
        int slot = hash & slots.length - 1;
        while (slots[slot] != 0) {
            int entry = (slots[slot] & 0xFFFF) - 1;
            if ((slots[slot] ^ hash) >>> 16 == 0 && isName(entry, name, start)) {
                return entry;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return NONE;
    }

    private boolean isName(int entry, String name, int start) {
        int length = starts[entry + 1] - starts[entry];
        return length == name.length() - start && names.regionMatches(starts[entry], name, start, length);
    }

    /**
     * The number of the rule that decides of a name: the exception with the most labels, or else the rule with the most
     * labels, one without a wildcard before one with it, or else the default rule.
     *
     * @param name in lower case, as {@code DomainName} shows it; not the root
     */
    int prevailing(String name, int sections) {
        int rule = DEFAULT_RULE;
        int exception = NONE;
        int hash = 0;
        int count = 0;
        for (int i = name.length() - 1; count < mostLabels && i >= 0; i--) {
            hash = withChar(hash, name.charAt(i));
            if (i > 0 && !isDot(name, i - 1)) {
                continue;
            }
            count++;
            int entry = find(name, i, spread(hash));
            int kind = entry == NONE ? 0 : kinds(entry, sections);
            if ((kind & EXCEPTION) != 0) {
                exception = number(entry, EXCEPTION);
            }
            if ((kind & WILDCARD) != 0 && i > 0) {
                rule = number(entry, WILDCARD);
            } else if ((kind & NORMAL) != 0) {
                rule = number(entry, NORMAL);
            }
        }
        return exception == NONE ? rule : exception;
    }

    // A dot that is part of a label is escaped, and so is each backslash.
    private static boolean isDot(String name, int index) {
        if (name.charAt(index) != '.') {
            return false;
        }
        int first = index;
        while (first > 0 && name.charAt(first - 1) == '\\') {
            first--;
        }
        return (index - first) % 2 == 0;
    }

    private int kinds(int entry, int sections) {
        int bits = kinds[entry] & sections;
        return (bits | bits >>> SECTION_BITS) & KINDS;
    }

    private static int number(int entry, int kind) {
        return entry << SECTION_BITS | kind;
    }

    /** How many labels the suffix has that this rule gives. */
    int labels(int rule) {
        if (rule == DEFAULT_RULE) {
            return 1;
        }
        int named = labels[rule >> SECTION_BITS];
        return switch (rule & KINDS) {
            case WILDCARD -> named + 1;
            case EXCEPTION -> named - 1;
            default -> named;
        };
    }

    /** The rule of this number; in the ICANN section, if it stands in both. */
    PublicSuffixRule rule(int rule, int sections) {
        if (rule == DEFAULT_RULE) {
            return PublicSuffixRule.ANY_LABEL;
        }
        int entry = rule >> SECTION_BITS;
        String name = names.substring(starts[entry], starts[entry + 1]);
        boolean icann = (kinds[entry] & rule & ICANN & sections) != 0;
        return new PublicSuffixRule(prefix(rule) + name, icann ? Source.ICANN : Source.PRIVATE);
    }

    private static String prefix(int rule) {
        return switch (rule & KINDS) {
            case WILDCARD -> "*.";
            case EXCEPTION -> "!";
            default -> "";
        };
    }

    /** Tells each name, and which kinds of rules stand for it. */
    void forEach(ObjIntConsumer<String> consumer) {
        for (int entry = 0; entry < kinds.length; entry++) {
            consumer.accept(names.substring(starts[entry], starts[entry + 1]), kinds[entry]);
        }
    }

    /** How many rules there are in these sections; one that stands in both counts once. */
    int count(int sections) {
        int count = 0;
        for (int entry = 0; entry < kinds.length; entry++) {
            count += Integer.bitCount(kinds(entry, sections));
        }
        return count;
    }
}
