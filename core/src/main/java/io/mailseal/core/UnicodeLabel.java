package io.mailseal.core;

import io.mailseal.core.IdnaTable.BidiClass;
import io.mailseal.core.IdnaTable.DerivedProperty;
import io.mailseal.core.IdnaTable.JoiningType;
import io.mailseal.core.IdnaTable.Script;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * One label of an internationalized domain name, between its Unicode form (U-label) and its ASCII form (A-label), by
 * IDNA2008. Strict: a label is valid as it stands or not at all. Nothing is mapped but ASCII letters to lower case, as
 * DNS compares names without their case; neither {@code Ü} nor a full-width letter nor a decomposed {@code ü} becomes
 * {@code ü}.
 *
 * <p>What is checked: hyphens (neither first nor last, no two in third and fourth place), no leading combining mark, no
 * DISALLOWED or UNASSIGNED code point, Normalization Form C, the contextual rules of both kinds (CONTEXTJ and
 * CONTEXTO), the Bidi rule, and that the A-label has at most 63 octets. The Bidi rule is applied to each label that
 * holds a right-to-left character, by itself: that such a label also restricts the other labels of its name (RFC 5893
 * calls the whole a Bidi domain name) is about display, and is not looked at here.
 *
 * <p>The Unicode version is 13.0, see {@link IdnaTable}. A label in Unicode with a later character is refused, as RFC
 * 5891 wants of unassigned code points. An A-label with such a character is accepted, lest mail in a new script breaks
 * for those who do not even display the name: what can be told of its code points one by one is checked, while Form C,
 * context and Bidi are not, since they depend on properties that we do not know. It is not shown in Unicode.
 *
 * <p>No string makes these methods throw, and their time is linear.
 *
 * @rfc 5890 2.3.2.1
 * @rfc 5891 5
 */
final class UnicodeLabel {

    private static final String PREFIX = "xn--";

    // RFC 5890 §2.3.2.1: 63 octets, of which the prefix takes four.
    private static final int MAX_ENCODED = DomainName.MAX_LABEL - PREFIX.length();

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int MIDDLE_DOT = 0xB7;
    private static final int GREEK_LOWER_NUMERAL_SIGN = 0x375;
    private static final int HEBREW_GERESH = 0x5F3;
    private static final int HEBREW_GERSHAYIM = 0x5F4;
    private static final int KATAKANA_MIDDLE_DOT = 0x30FB;

    // Stands for what is before the first and behind the last code point; no table gives it a property.
    private static final int NOTHING = -1;

    private UnicodeLabel() {}

    /**
     * The A-label, in lower case, of a label that holds at least one non-ASCII code point. Null where it is not a
     * U-label; an ASCII label is none.
     *
     * @rfc 5891 5.4
     * @rfc 5891 5.5
     */
    static @Nullable String toALabel(String label) {
        // Each code point costs an octet at least. Nothing long gets past this line.
        if (label.length() > 2 * MAX_ENCODED) {
            return null;
        }
        String lowered = lowerCase(label);
        int[] points = lowered.codePoints().toArray();
        if (isAscii(points) || holds(points, DerivedProperty.UNASSIGNED) || !isValid(lowered, points)) {
            return null;
        }
        String encoded = Punycode.encode(lowered);
        return encoded == null || encoded.length() > MAX_ENCODED ? null : PREFIX + encoded;
    }

    /**
     * Whether a label that starts with {@code xn--}, in either case, is what it pretends to be: the encoding, and the
     * only possible one, of a valid label. Code points later than Unicode 13.0 do not make it invalid. False for any
     * label that does not start so.
     *
     * @rfc 5891 5.3
     */
    static boolean isValidALabel(String label) {
        return decode(label) != null;
    }

    /**
     * The U-label of an A-label. Null where the A-label is not valid, or has code points later than Unicode 13.0:
     * whether these are fit for display is not known. Where there is a result, {@link #toALabel} leads back.
     *
     * @rfc 5891 5.3
     */
    static @Nullable String toULabel(String aLabel) {
        String decoded = decode(aLabel);
        return decoded == null || holds(decoded.codePoints().toArray(), DerivedProperty.UNASSIGNED) ? null : decoded;
    }

    private static @Nullable String decode(String aLabel) {
        if (aLabel.length() > DomainName.MAX_LABEL) {
            return null;
        }
        String lowered = lowerCase(aLabel);
        if (!lowered.startsWith(PREFIX)) {
            return null;
        }
        String encoded = lowered.substring(PREFIX.length());
        String decoded = Punycode.decode(encoded);
        if (decoded == null || !encoded.equals(Punycode.encode(decoded))) {
            return null;
        }
        int[] points = decoded.codePoints().toArray();
        return isAscii(points) || !isValid(decoded, points) ? null : decoded;
    }

    private static boolean isValid(String label, int[] points) {
        if (!hyphensAreInPlace(points) || holds(points, DerivedProperty.DISALLOWED)) {
            return false;
        }
        if (IdnaTable.unicode13().isCombiningMark(points[0])) {
            return false;
        }
        if (holds(points, DerivedProperty.UNASSIGNED)) {
            return true;
        }
        return Normalizer.isNormalized(label, Normalizer.Form.NFC) && contextsFit(points) && satisfiesBidiRule(points);
    }

    // RFC 5891 §4.2.3.1; that the hyphen at either end is refused is the rule of host names, too.
    private static boolean hyphensAreInPlace(int[] points) {
        return points[0] != '-'
                && points[points.length - 1] != '-'
                && !(points.length > 3 && points[2] == '-' && points[3] == '-');
    }

    private static boolean holds(int[] points, DerivedProperty property) {
        for (int point : points) {
            if (IdnaTable.unicode13().derivedProperty(point) == property) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(int[] points) {
        for (int point : points) {
            if (point >= 0x80) {
                return false;
            }
        }
        return true;
    }

    // RFC 5892 appendix A. Linear: what a rule asks of the label as a whole is found out once.
    private static boolean contextsFit(int[] points) {
        boolean arabicIndic = false;
        boolean extendedArabicIndic = false;
        boolean japanese = false;
        for (int point : points) {
            arabicIndic |= isArabicIndicDigit(point);
            extendedArabicIndic |= isExtendedArabicIndicDigit(point);
            japanese |= isJapanese(IdnaTable.unicode13().script(point));
        }
        // A.8 and A.9: not both kinds of digits in one label.
        if (arabicIndic && extendedArabicIndic) {
            return false;
        }
        for (int i = 0; i < points.length; i++) {
            // A.7: a katakana middle dot wants one Hiragana, Katakana or Han character anywhere.
            if (points[i] == KATAKANA_MIDDLE_DOT ? !japanese : !neighboursFit(points, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean neighboursFit(int[] points, int i) {
        int before = i > 0 ? points[i - 1] : NOTHING;
        int after = i + 1 < points.length ? points[i + 1] : NOTHING;
        IdnaTable table = IdnaTable.unicode13();
        return switch (points[i]) {
            case ZERO_WIDTH_NON_JOINER -> table.isVirama(before) || isBetweenJoining(points, i); // A.1
            case ZERO_WIDTH_JOINER -> table.isVirama(before); // A.2
            case MIDDLE_DOT -> before == 'l' && after == 'l'; // A.3
            case GREEK_LOWER_NUMERAL_SIGN -> table.script(after) == Script.GREEK; // A.4
            case HEBREW_GERESH, HEBREW_GERSHAYIM -> table.script(before) == Script.HEBREW; // A.5, A.6
            default -> true;
        };
    }

    // A.1: (Joining_Type:{L,D})(Joining_Type:T)*<ZWNJ>(Joining_Type:T)*(Joining_Type:{R,D}). A non-joiner is not
    // transparent, so no character is passed over more than twice for all of them.
    private static boolean isBetweenJoining(int[] points, int nonJoiner) {
        IdnaTable table = IdnaTable.unicode13();
        int left = nonJoiner - 1;
        while (left >= 0 && table.joiningType(points[left]) == JoiningType.T) {
            left--;
        }
        int right = nonJoiner + 1;
        while (right < points.length && table.joiningType(points[right]) == JoiningType.T) {
            right++;
        }
        if (left < 0 || right == points.length) {
            return false;
        }
        JoiningType before = table.joiningType(points[left]);
        JoiningType after = table.joiningType(points[right]);
        return (before == JoiningType.L || before == JoiningType.D)
                && (after == JoiningType.R || after == JoiningType.D);
    }

    // RFC 5893 §2. Rules 5 and 6 are about left-to-right labels in the company of right-to-left ones; of them remains
    // that a label with a right-to-left character must start with one.
    private static boolean satisfiesBidiRule(int[] points) {
        boolean rightToLeft = false;
        boolean leftToRight = false;
        boolean arabicNumber = false;
        boolean europeanNumber = false;
        BidiClass lastSpacing = BidiClass.NSM;
        for (int point : points) {
            BidiClass bidi = IdnaTable.unicode13().bidiClass(point);
            rightToLeft |= bidi == BidiClass.R || bidi == BidiClass.AL || bidi == BidiClass.AN;
            leftToRight |= bidi == BidiClass.L;
            arabicNumber |= bidi == BidiClass.AN;
            europeanNumber |= bidi == BidiClass.EN;
            lastSpacing = bidi == BidiClass.NSM ? lastSpacing : bidi;
        }
        if (!rightToLeft) {
            return true;
        }
        BidiClass first = IdnaTable.unicode13().bidiClass(points[0]);
        return (first == BidiClass.R || first == BidiClass.AL) // rules 1 and 5
                && !leftToRight // rule 2
                && endsRightToLeft(lastSpacing) // rule 3
                && !(arabicNumber && europeanNumber); // rule 4
    }

    private static boolean endsRightToLeft(BidiClass lastSpacing) {
        return switch (lastSpacing) {
            case R, AL, EN, AN -> true;
            case L, ES, CS, ET, ON, BN, NSM -> false;
        };
    }

    private static boolean isArabicIndicDigit(int point) {
        return point >= 0x660 && point <= 0x669;
    }

    private static boolean isExtendedArabicIndicDigit(int point) {
        return point >= 0x6F0 && point <= 0x6F9;
    }

    private static boolean isJapanese(Script script) {
        return script == Script.HIRAGANA || script == Script.KATAKANA || script == Script.HAN;
    }

    // The case of ASCII letters alone; String.toLowerCase would map others as well.
    private static String lowerCase(String label) {
        StringBuilder lowered = new StringBuilder(label);
        for (int i = 0; i < lowered.length(); i++) {
            char c = lowered.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lowered.setCharAt(i, (char) (c + 'a' - 'A'));
            }
        }
        return lowered.toString();
    }
}
