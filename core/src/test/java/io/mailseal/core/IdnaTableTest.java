package io.mailseal.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.IdnaTable.BidiClass;
import io.mailseal.core.IdnaTable.DerivedProperty;
import io.mailseal.core.IdnaTable.JoiningType;
import io.mailseal.core.IdnaTable.Mark;
import io.mailseal.core.IdnaTable.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IdnaTableTest {

    // What later versions of Unicode say of old characters, and the table does not. None of it touches the derived
    // property; the verdict on a label changes only where one of them is next to a rule of context or direction.
    private static final int HANUNOO_SIGN_PAMUDPOD = 0x1734; // a spacing mark since 14.0
    private static final int AHOM_SIGN_MEDIAL_RA = 0x1171E; // a spacing mark in 16.0
    private static final int OLD_CHINESE_ITERATION_MARK = 0x16FE3; // of the script Han since 14.0

    private static final Set<Integer> LATER_SPACING = Set.of(HANUNOO_SIGN_PAMUDPOD, AHOM_SIGN_MEDIAL_RA);

    private final IdnaTable table = IdnaTable.unicode13();

    // U+0870 came with 14.0, U+08BE with 13.0.
    private static boolean jdkIsOfUnicode13() {
        return Character.isDefined(0x8BE) && !Character.isDefined(0x870);
    }

    @Test
    void isWhatTheGeneratorMakes() throws IOException {
        assumeTrue(jdkIsOfUnicode13(), "another Unicode");
        try (InputStream in = IdnaTable.class.getResourceAsStream("idna-unicode-13.txt")) {
            String resource = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(resource.replace("\r\n", "\n")).isEqualTo(IdnaTableGenerator.generate());
        }
    }

    /** On JDK 17 for each code point, on a later one for those that the table knows. */
    @Nested
    class AgreesWithThisJdkOn {

        @Test
        void derivedProperties() {
            check(cp -> table.derivedProperty(cp) == IdnaTableGenerator.derivedProperty(cp));
        }

        @Test
        void unassigned() {
            assumeTrue(jdkIsOfUnicode13(), "another Unicode");
            assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                            .filter(cp -> table.derivedProperty(cp) == DerivedProperty.UNASSIGNED)
                            .filter(Character::isDefined))
                    .isEmpty();
        }

        @Test
        void marks() {
            checkPermitted(cp -> IdnaTableGenerator.mark(cp) == markInTable(cp));
        }

        @Test
        void joiningTypes() {
            checkPermitted(cp ->
                    table.joiningType(cp) == IdnaTableGenerator.joiningType(cp) || (isLaterSpacing(cp) && isT(cp)));
        }

        @Test
        void bidiClasses() {
            checkPermitted(cp -> table.bidiClass(cp) == IdnaTableGenerator.bidiClass(cp)
                    || (isLaterSpacing(cp) && table.bidiClass(cp) == BidiClass.NSM));
        }

        @Test
        void scripts() {
            checkPermitted(cp -> table.script(cp) == IdnaTableGenerator.script(cp)
                    || (!jdkIsOfUnicode13() && cp == OLD_CHINESE_ITERATION_MARK));
        }

        private boolean isLaterSpacing(int cp) {
            return !jdkIsOfUnicode13() && LATER_SPACING.contains(cp);
        }

        private boolean isT(int cp) {
            return table.joiningType(cp) == JoiningType.T;
        }

        private Mark markInTable(int cp) {
            if (table.isVirama(cp)) {
                return Mark.VIRAMA;
            }
            return table.isCombiningMark(cp) ? Mark.MARK : Mark.NONE;
        }

        private void checkPermitted(IntPredicate agrees) {
            check(cp -> switch (table.derivedProperty(cp)) {
                case PVALID, CONTEXTJ, CONTEXTO -> agrees.test(cp);
                case DISALLOWED, UNASSIGNED -> true;
            });
        }

        private void check(IntPredicate agrees) {
            List<String> differing = new ArrayList<>();
            for (int cp = 0; cp <= Character.MAX_CODE_POINT; cp++) {
                boolean later = !jdkIsOfUnicode13() && table.derivedProperty(cp) == DerivedProperty.UNASSIGNED;
                if (!later && !agrees.test(cp)) {
                    differing.add(String.format("U+%04X", cp));
                }
            }
            assertThat(differing).isEmpty();
        }
    }

    @Test
    void knowsTheRegistrysRows() {
        assertThat(table.derivedProperty('a')).isEqualTo(DerivedProperty.PVALID);
        assertThat(table.derivedProperty('-')).isEqualTo(DerivedProperty.PVALID);
        assertThat(table.derivedProperty('A')).isEqualTo(DerivedProperty.DISALLOWED);
        assertThat(table.derivedProperty('_')).isEqualTo(DerivedProperty.DISALLOWED);
        assertThat(table.derivedProperty(0xDF)).isEqualTo(DerivedProperty.PVALID);
        assertThat(table.derivedProperty(0xB7)).isEqualTo(DerivedProperty.CONTEXTO);
        assertThat(table.derivedProperty(0x200D)).isEqualTo(DerivedProperty.CONTEXTJ);
        assertThat(table.derivedProperty(0x19DA)).isEqualTo(DerivedProperty.DISALLOWED); // RFC 6452
        assertThat(table.derivedProperty(0xCF1)).isEqualTo(DerivedProperty.PVALID); // RFC 6452
        assertThat(table.derivedProperty(0xAB70)).isEqualTo(DerivedProperty.DISALLOWED);
        assertThat(table.derivedProperty(0x13A0)).isEqualTo(DerivedProperty.PVALID);
        assertThat(table.derivedProperty(0x870)).isEqualTo(DerivedProperty.UNASSIGNED);
        assertThat(table.derivedProperty(0x10FFFF)).isEqualTo(DerivedProperty.DISALLOWED);
    }

    @Test
    void hasAnAnswerForWhatIsNoCodePoint() {
        for (int cp : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x110000, 0xD800, 0xDFFF}) {
            assertThat(table.derivedProperty(cp)).isEqualTo(DerivedProperty.DISALLOWED);
            assertThat(table.isCombiningMark(cp)).isFalse();
            assertThat(table.isVirama(cp)).isFalse();
            assertThat(table.joiningType(cp)).isEqualTo(JoiningType.U);
            assertThat(table.script(cp)).isEqualTo(Script.OTHER);
        }
    }

    // The generator comes to these by a detour.
    @Test
    void knowsTheViramas() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(table::isVirama))
                .hasSize(61)
                .contains(0x94D, 0x9CD, 0xDCA, 0xE3A, 0x103A, 0x17D2, 0x1B44, 0xA953, 0xABED, 0x11046, 0x11D97)
                .doesNotContain(0x93C, 0x5B0, 0x3099);
    }
}
