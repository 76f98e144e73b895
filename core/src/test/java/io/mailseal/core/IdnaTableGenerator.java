package io.mailseal.core;

import io.mailseal.core.IdnaTable.BidiClass;
import io.mailseal.core.IdnaTable.DerivedProperty;
import io.mailseal.core.IdnaTable.JoiningType;
import io.mailseal.core.IdnaTable.Mark;
import io.mailseal.core.IdnaTable.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Makes the file that {@link IdnaTable} reads, from the character data of the JDK that it runs on. Run {@link #main} on
 * JDK 17 to get Unicode 13.0; a later Unicode wants a later JDK, the new rows of {@link #DUAL_JOINING} and its
 * siblings, and a look at {@link #DEFAULT_IGNORABLE}.
 *
 * @rfc 5892 2
 * @rfc 5892 3
 */
final class IdnaTableGenerator {

    private static final int MAX_LINE = 116;

    // Joining_Type of Unicode 13.0, which the JDK does not tell: Arabic, Syriac, N'Ko, Mandaic, Mongolian, Phags-pa,
    // Manichaean, Psalter Pahlavi, Hanifi Rohingya, Sogdian, Old Sogdian, Chorasmian, Adlam.
    private static final BitSet LEFT_JOINING = set("A872 10ACD 10AD7 10D00 10FCB");
    private static final BitSet RIGHT_JOINING = set("""
            622-625 627 629 62F-632 648 671-673 675-677 688-699 6C0 6C3-6CB 6CD 6CF 6D2-6D3 6D5 6EE-6EF 710 715-719 71E
            728 72A 72C 72F 74D 759-75B 76B-76C 771 773-774 778-779 840 846-847 849 854 856-858 867 869-86A 8AA-8AC 8AE
            8B1-8B2 8B9 10AC5 10AC7 10AC9-10ACA 10ACE-10AD2 10ADD 10AE1 10AE4 10AEF 10B81 10B83-10B85 10B89 10B8C
            10B8E-10B8F 10B91 10BA9-10BAC 10D22 10F33 10F54 10FB4-10FB6 10FB9-10FBA 10FBD 10FC2-10FC3 10FC9""");
    private static final BitSet DUAL_JOINING = set("""
            620 626 628 62A-62E 633-63F 641-647 649-64A 66E-66F 678-687 69A-6BF 6C1-6C2 6CC 6CE 6D0-6D1 6FA-6FC 6FF
            712-714 71A-71D 71F-727 729 72B 72D-72E 74E-758 75C-76A 76D-770 772 775-777 77A-77F 7CA-7EA 841-845 848
            84A-853 855 860 862-865 868 8A0-8A9 8AF-8B0 8B3-8B4 8B6-8B8 8BA-8C7 1807 1820-1878 1887-18A8 18AA A840-A871
            10AC0-10AC4 10AD3-10AD6 10AD8-10ADC 10ADE-10AE0 10AEB-10AEE 10B80 10B82 10B86-10B88 10B8A-10B8B 10B8D 10B90
            10BAD-10BAE 10D01-10D21 10D23 10F30-10F32 10F34-10F44 10F51-10F53 10FB0 10FB2-10FB3 10FB8 10FBB-10FBC
            10FBE-10FBF 10FC1 10FC4 10FCA 1E900-1E943""");

    // Listed as transparent although it is a letter.
    private static final int ADLAM_NASALIZATION_MARK = 0x1E94B;

    // Default_Ignorable_Code_Point: what is to be invisible where a font does not know it.
    private static final BitSet DEFAULT_IGNORABLE = set("""
            AD 34F 61C 115F-1160 17B4-17B5 180B-180E 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF0-FFF8
            1BCA0-1BCA3 1D173-1D17A E0000-E0FFF""");

    // RFC 5892 §2.9: Hangul_Syllable_Type L, V and T.
    private static final BitSet CONJOINING_JAMO = set("1100-11FF A960-A97C D7B0-D7C6 D7CB-D7FB");

    // RFC 5892 §2.6
    private static final BitSet EXCEPTIONS_PVALID = set("DF 3C2 6FD 6FE F0B 3007");
    private static final BitSet EXCEPTIONS_CONTEXTO = set("B7 375 5F3 5F4 30FB 660-669 6F0-6F9");
    private static final BitSet EXCEPTIONS_DISALLOWED = set("640 7FA 302E 302F 3031-3035 303B");

    // RFC 5892 §2.4: Combining Diacritical Marks for Symbols, Musical Symbols, Ancient Greek Musical Notation.
    private static final BitSet IGNORABLE_BLOCKS = set("20D0-20FF 1D100-1D1FF 1D200-1D24F");

    private IdnaTableGenerator() {}

    /** The one argument is the file to write. */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), generate(), StandardCharsets.US_ASCII);
    }

    /** The whole file. */
    static String generate() {
        List<String> lines = new ArrayList<>();
        lines.add("# IDNA2008 by the algorithm of RFC 5892 over the character data of Unicode 13.0.");
        lines.add("# Do not edit: this is what IdnaTableGenerator in the tests makes, on JDK 17.");
        lines.add("# What is not listed is DISALLOWED, no mark, of joining type U, bidi class L and script OTHER.");
        add(lines, "property", IdnaTableGenerator::derivedProperty, DerivedProperty.DISALLOWED);
        add(lines, "mark", ofPermitted(IdnaTableGenerator::mark, Mark.NONE), Mark.NONE);
        add(lines, "joining", ofPermitted(IdnaTableGenerator::joiningType, JoiningType.U), JoiningType.U);
        add(lines, "bidi", ofPermitted(IdnaTableGenerator::bidiClass, BidiClass.L), BidiClass.L);
        add(lines, "script", ofPermitted(IdnaTableGenerator::script, Script.OTHER), Script.OTHER);
        return String.join("\n", lines) + "\n";
    }

    // The rules never ask about other code points, so they are left out.
    private static <V> IntFunction<V> ofPermitted(IntFunction<V> property, V otherwise) {
        return cp -> switch (derivedProperty(cp)) {
            case PVALID, CONTEXTJ, CONTEXTO -> property.apply(cp);
            case DISALLOWED, UNASSIGNED -> otherwise;
        };
    }

    private static <V extends Enum<V>> void add(List<String> lines, String name, IntFunction<V> property, V otherwise) {
        for (V value : otherwise.getDeclaringClass().getEnumConstants()) {
            if (value != otherwise) {
                addRanges(lines, name + " " + value, property, value);
            }
        }
    }

    private static <V> void addRanges(List<String> lines, String start, IntFunction<V> property, V value) {
        StringBuilder line = new StringBuilder(start);
        int first = -1;
        for (int cp = 0; cp <= Character.MAX_CODE_POINT + 1; cp++) {
            boolean holds = cp <= Character.MAX_CODE_POINT && property.apply(cp) == value;
            if (holds && first < 0) {
                first = cp;
            }
            if (holds || first < 0) {
                continue;
            }
            String range = first == cp - 1 ? hex(first) : hex(first) + "-" + hex(cp - 1);
            if (line.length() + 1 + range.length() > MAX_LINE) {
                lines.add(line.toString());
                line = new StringBuilder(start);
            }
            line.append(' ').append(range);
            first = -1;
        }
        if (line.length() > start.length()) {
            lines.add(line.toString());
        }
    }

    // RFC 5892 §3, in its order. BackwardCompatible (§2.7) is empty: no review of a new Unicode has put anything there.
    static DerivedProperty derivedProperty(int cp) {
        if (EXCEPTIONS_PVALID.get(cp)) {
            return DerivedProperty.PVALID;
        }
        if (EXCEPTIONS_CONTEXTO.get(cp)) {
            return DerivedProperty.CONTEXTO;
        }
        if (EXCEPTIONS_DISALLOWED.get(cp)) {
            return DerivedProperty.DISALLOWED;
        }
        if (isUnassigned(cp)) {
            return DerivedProperty.UNASSIGNED;
        }
        if (isLdh(cp)) {
            return DerivedProperty.PVALID;
        }
        if (isJoinControl(cp)) {
            return DerivedProperty.CONTEXTJ;
        }
        if (isUnstable(cp) || hasIgnorableProperties(cp) || IGNORABLE_BLOCKS.get(cp) || CONJOINING_JAMO.get(cp)) {
            return DerivedProperty.DISALLOWED;
        }
        return isLetterOrDigit(cp) ? DerivedProperty.PVALID : DerivedProperty.DISALLOWED;
    }

    // §2.10
    private static boolean isUnassigned(int cp) {
        return Character.getType(cp) == Character.UNASSIGNED && !isNoncharacter(cp);
    }

    // §2.5: lower case letters, digits, hyphen
    private static boolean isLdh(int cp) {
        return cp == '-' || (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z');
    }

    // §2.8: Join_Control
    private static boolean isJoinControl(int cp) {
        return cp == 0x200C || cp == 0x200D;
    }

    // §2.2: cp != NFKC(casefold(NFKC(cp)))
    private static boolean isUnstable(int cp) {
        if (cp >= Character.MIN_SURROGATE && cp <= Character.MAX_SURROGATE) {
            return false;
        }
        return !nfkc(caseFold(nfkc(Character.toString(cp)))).equals(Character.toString(cp));
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    // Full case folding is not in the JDK, but is, for all characters of Unicode 13.0, the lower case of the upper case
    // with two exceptions. Code point by code point, for String.toLowerCase would write a final sigma.
    private static String caseFold(String text) {
        StringBuilder folded = new StringBuilder();
        text.codePoints().forEach(cp -> {
            if (Character.UnicodeScript.of(cp) == Character.UnicodeScript.CHEROKEE) {
                folded.appendCodePoint(Character.toUpperCase(cp)); // the capitals were first, and stay
            } else if (cp == 0x131) {
                folded.appendCodePoint(cp); // the dotless i is i only to Turks
            } else {
                Character.toString(cp)
                        .toUpperCase(Locale.ROOT)
                        .codePoints()
                        .map(Character::toLowerCase)
                        .forEach(folded::appendCodePoint);
            }
        });
        return folded.toString();
    }

    // §2.3: Default_Ignorable_Code_Point, White_Space, Noncharacter_Code_Point. White space is never a letter.
    private static boolean hasIgnorableProperties(int cp) {
        return DEFAULT_IGNORABLE.get(cp) || isNoncharacter(cp);
    }

    private static boolean isNoncharacter(int cp) {
        return (cp >= 0xFDD0 && cp <= 0xFDEF) || (cp & 0xFFFE) == 0xFFFE;
    }

    // §2.1
    private static boolean isLetterOrDigit(int cp) {
        return switch (Character.getType(cp)) {
            case Character.LOWERCASE_LETTER,
                    Character.UPPERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    static Mark mark(int cp) {
        return switch (Character.getType(cp)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
                isVirama(cp) ? Mark.VIRAMA : Mark.MARK;
            default -> Mark.NONE;
        };
    }

    // The combining class is not in the JDK's interface, but the Normalizer orders marks by it: a mark of class 9 goes
    // behind one of 8 (the kana voicing mark) and before one of 10 (the Hebrew sheva).
    private static boolean isVirama(int cp) {
        String mark = Character.toString(cp);
        return isSwapped(mark, "\u3099") && isSwapped("\u05B0", mark);
    }

    private static boolean isSwapped(String first, String second) {
        return !first.equals(second) && nfd("a" + first + second).equals("a" + second + first);
    }

    private static String nfd(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD);
    }

    // Joining_Type is T by derivation for the Mn, Me and Cf that are not listed; of these only Mn and the two join
    // controls are permitted in labels, and the controls are listed: the non-joiner as U, the joiner as C.
    static JoiningType joiningType(int cp) {
        if (LEFT_JOINING.get(cp)) {
            return JoiningType.L;
        }
        if (RIGHT_JOINING.get(cp)) {
            return JoiningType.R;
        }
        if (DUAL_JOINING.get(cp)) {
            return JoiningType.D;
        }
        if (Character.getType(cp) == Character.NON_SPACING_MARK || cp == ADLAM_NASALIZATION_MARK) {
            return JoiningType.T;
        }
        return JoiningType.U;
    }

    static BidiClass bidiClass(int cp) {
        return switch (Character.getDirectionality(cp)) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> BidiClass.L;
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT -> BidiClass.R;
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> BidiClass.AL;
            case Character.DIRECTIONALITY_ARABIC_NUMBER -> BidiClass.AN;
            case Character.DIRECTIONALITY_EUROPEAN_NUMBER -> BidiClass.EN;
            case Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR -> BidiClass.ES;
            case Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR -> BidiClass.CS;
            case Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR -> BidiClass.ET;
            case Character.DIRECTIONALITY_OTHER_NEUTRALS -> BidiClass.ON;
            case Character.DIRECTIONALITY_BOUNDARY_NEUTRAL -> BidiClass.BN;
            case Character.DIRECTIONALITY_NONSPACING_MARK -> BidiClass.NSM;
            default ->
                throw new IllegalStateException("a bidi class that no label may have: " + Integer.toHexString(cp));
        };
    }

    static Script script(int cp) {
        return switch (Character.UnicodeScript.of(cp)) {
            case GREEK -> Script.GREEK;
            case HEBREW -> Script.HEBREW;
            case HIRAGANA -> Script.HIRAGANA;
            case KATAKANA -> Script.KATAKANA;
            case HAN -> Script.HAN;
            default -> Script.OTHER;
        };
    }

    private static BitSet set(String ranges) {
        BitSet set = new BitSet();
        for (String range : ranges.split("\\s")) {
            int dash = range.indexOf('-');
            String last = range.substring(dash + 1);
            String first = dash < 0 ? last : range.substring(0, dash);
            set.set(Integer.parseInt(first, 16), Integer.parseInt(last, 16) + 1);
        }
        return set;
    }

    private static String hex(int codePoint) {
        return Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
    }
}
