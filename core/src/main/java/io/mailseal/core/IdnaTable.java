package io.mailseal.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What IDNA2008 needs to know of a code point, as of Unicode 13.0: its derived property, and the character properties
 * that the rules about whole labels look at. The facts come from a file of ours, not from the running JDK, so that a
 * label gets the same verdict on every JDK. Loaded once, at first use; may be shared between threads.
 *
 * <p>The other properties are recorded only where the derived property is PVALID, CONTEXTJ or CONTEXTO: the rest never
 * reaches the rules that ask for them.
 *
 * @rfc 5892 3
 */
final class IdnaTable {

    /**
     * Whether a code point may be in a label.
     *
     * @rfc 5892 3
     */
    enum DerivedProperty {
        PVALID,
        CONTEXTJ,
        CONTEXTO,
        DISALLOWED,
        UNASSIGNED
    }

    /** Whether a code point is a combining mark (general category M), and of combining class 9 at that. */
    enum Mark {
        NONE,
        MARK,
        VIRAMA
    }

    /** Joining_Type, how a letter connects to its neighbours. The join-causing are not distinguished, no rule asks. */
    enum JoiningType {
        U,
        L,
        R,
        D,
        T
    }

    /** Bidi_Class, the classes that occur in labels. */
    enum BidiClass {
        L,
        R,
        AL,
        AN,
        EN,
        ES,
        CS,
        ET,
        ON,
        BN,
        NSM
    }

    /** Script, as far as a contextual rule names it. */
    enum Script {
        OTHER,
        GREEK,
        HEBREW,
        HIRAGANA,
        KATAKANA,
        HAN
    }

    private static final String RESOURCE = "idna-unicode-13.txt";

    private final Column<DerivedProperty> derivedProperties;
    private final Column<Mark> marks;
    private final Column<JoiningType> joiningTypes;
    private final Column<BidiClass> bidiClasses;
    private final Column<Script> scripts;

    private IdnaTable(List<String> lines) {
        derivedProperties = Column.parse(lines, "property", DerivedProperty.class, DerivedProperty.DISALLOWED);
        marks = Column.parse(lines, "mark", Mark.class, Mark.NONE);
        joiningTypes = Column.parse(lines, "joining", JoiningType.class, JoiningType.U);
        bidiClasses = Column.parse(lines, "bidi", BidiClass.class, BidiClass.L);
        scripts = Column.parse(lines, "script", Script.class, Script.OTHER);
    }

    private static final class Holder {
        static final IdnaTable UNICODE_13 = new IdnaTable(resourceLines());
    }

    /** The table for Unicode 13.0. */
    static IdnaTable unicode13() {
        return Holder.UNICODE_13;
    }

    /** Anything that is no code point, and each surrogate, is DISALLOWED. */
    DerivedProperty derivedProperty(int codePoint) {
        return derivedProperties.at(codePoint);
    }

    boolean isCombiningMark(int codePoint) {
        return marks.at(codePoint) != Mark.NONE;
    }

    /** Whether the canonical combining class is 9. */
    boolean isVirama(int codePoint) {
        return marks.at(codePoint) == Mark.VIRAMA;
    }

    JoiningType joiningType(int codePoint) {
        return joiningTypes.at(codePoint);
    }

    BidiClass bidiClass(int codePoint) {
        return bidiClasses.at(codePoint);
    }

    Script script(int codePoint) {
        return scripts.at(codePoint);
    }

    private static List<String> resourceLines() {
        try (InputStream in = IdnaTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Range<V>(int first, int last, V value) {}

    /** One property: the ranges that have another value than most code points. */
    private static final class Column<V extends Enum<V>> {

        private final List<Range<V>> ranges;
        private final V otherwise;

        private Column(List<Range<V>> ranges, V otherwise) {
            this.ranges = ranges;
            this.otherwise = otherwise;
        }

        // Lines such as "joining R 0622-0625 0627"; those of other properties are skipped.
        static <V extends Enum<V>> Column<V> parse(List<String> lines, String property, Class<V> type, V otherwise) {
            List<Range<V>> ranges = new ArrayList<>();
            for (String line : lines) {
                String[] words = line.split(" ");
                if (!words[0].equals(property)) {
                    continue;
                }
                V value = Enum.valueOf(type, words[1]);
                for (int i = 2; i < words.length; i++) {
                    int dash = words[i].indexOf('-');
                    int first = Integer.parseInt(words[i].substring(0, dash < 0 ? words[i].length() : dash), 16);
                    int last = dash < 0 ? first : Integer.parseInt(words[i].substring(dash + 1), 16);
                    ranges.add(new Range<>(first, last, value));
                }
            }
            ranges.sort(Comparator.comparingInt(Range::first));
            return new Column<>(List.copyOf(ranges), otherwise);
        }

        V at(int codePoint) {
            int low = 0;
            int high = ranges.size() - 1;
            while (low <= high) {
                int middle = (low + high) / 2;
                Range<V> range = ranges.get(middle);
                if (codePoint < range.first()) {
                    high = middle - 1;
                } else if (codePoint > range.last()) {
                    low = middle + 1;
                } else {
                    return range.value();
                }
            }
            return otherwise;
        }
    }
}
