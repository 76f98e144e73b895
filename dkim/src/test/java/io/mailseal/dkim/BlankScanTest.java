package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlankScanTest {

    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz";

    private static int find(String text) {
        return BlankScan.find(text.getBytes(StandardCharsets.ISO_8859_1), 0, text.length());
    }

    /** Octet by octet. */
    private static int expected(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            char next = i + 1 < end ? text.charAt(i + 1) : '\r';
            boolean reducible = text.charAt(i) == ' ' && " \t\r".indexOf(next) >= 0;
            if (reducible || text.charAt(i) == '\t') {
                return i;
            }
        }
        return end;
    }

    @Test
    void inFieldsEachPairOfOctetsAtEachPlace() {
        for (int one = 0; one < 256; one++) {
            for (int next : new int[] {0, '\t', '\n', '\r', 0x1F, ' ', '!', 'z', 0x7F, 0x80, 0x89, 0xA0, 0xFF}) {
                for (int place = 0; place <= PLAIN.length(); place++) {
                    String text = PLAIN.substring(0, place) + (char) one + (char) next + PLAIN.substring(place);
                    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
                    for (int end = place; end <= place + 2; end++) {
                        int found = BlankScan.findInField(octets, 0, end);
                        assertThat(found).as("%s up to %d", text, end).isEqualTo(expectedInField(text, end));
                    }
                    assertThat(BlankScan.findInField(octets, 0, octets.length))
                            .as(text)
                            .isEqualTo(expectedInField(text, octets.length));
                }
            }
        }
    }

    /** Octet by octet. */
    private static int expectedInField(String text, int end) {
        for (int i = 0; i < end; i++) {
            char next = i + 1 < end ? text.charAt(i + 1) : '\r';
            if (text.charAt(i) < ' ' || text.charAt(i) == ' ' && next <= ' ') {
                return i;
            }
        }
        return end;
    }

    @Test
    void nothingInAnEmptyRange() {
        assertThat(BlankScan.find(new byte[] {'\t', '\t'}, 1, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "  ", " \t", " \r"})
    void atAnyPlace(String found) {
        for (int place = 0; place < PLAIN.length(); place++) {
            String text = PLAIN.substring(0, place) + found + PLAIN.substring(place);
            assertThat(find(text)).as(text).isEqualTo(place);
        }
    }

    @Test
    void singleSpacesAndLineEndsAreCanonical() {
        String text = "a b c d\r\n e\r\n\r\nf \ng\rh \u0000 \u0080 \u00a0i\f \u00ff\u00a0\u0089\u0020j\r";
        for (int shift = 0; shift < 8; shift++) {
            String shifted = "x".repeat(shift) + text;
            assertThat(find(shifted)).isEqualTo(shifted.length());
        }
    }

    @Test
    void aSpaceAtTheEndIsFound() {
        for (int length = 0; length < PLAIN.length(); length++) {
            assertThat(find(PLAIN.substring(0, length) + " ")).isEqualTo(length);
        }
    }

    @Property(tries = 5000)
    void asOctetByOctet(@ForAll("texts") String text, @ForAll @IntRange(max = 20) int from) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        int start = Math.min(from, text.length());
        for (int end = start; end <= text.length(); end++) {
            assertThat(BlankScan.find(octets, start, end)).isEqualTo(expected(text, start, end));
        }
    }

    /** All eights of the text that have two more octets behind them, as the section says. */
    @Property(tries = 5000)
    void squeezesAsTheSection(@ForAll("texts") String text, @ForAll @IntRange(max = 9) int from) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int end = from; end + BlankScan.LOOKAHEAD <= octets.length; end += 8) {
            byte[] target = new byte[octets.length + 8];
            int length = BlankScan.squeeze(octets, from, end, target, 3) - 3;
            assertThat(new String(target, 3, length, StandardCharsets.ISO_8859_1))
                    .isEqualTo(squeezed(text, from, end));
        }
    }

    private static String squeezed(String text, int from, int end) {
        StringBuilder squeezed = new StringBuilder();
        for (int i = from; i < end; i++) {
            boolean blank = isBlank(text.charAt(i));
            boolean dropped = blank && (isBlank(text.charAt(i + 1)) || text.startsWith("\r\n", i + 1));
            squeezed.append(dropped ? "" : blank ? " " : text.charAt(i));
        }
        return squeezed.toString();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    @Property(tries = 5000)
    void skipsAsOctetByOctet(@ForAll("texts") String text, @ForAll @IntRange(max = 20) int repeated) {
        String whole = " \t ".repeat(repeated) + text;
        byte[] octets = whole.getBytes(StandardCharsets.ISO_8859_1);
        int blanks = 0;
        while (blanks < whole.length() && isBlank(whole.charAt(blanks))) {
            blanks++;
        }
        for (int end = 0; end <= whole.length(); end++) {
            assertThat(BlankScan.skipBlanks(octets, 0, end)).isEqualTo(Math.min(blanks, end));
        }
    }

    @Property(tries = 1000)
    void skipsLineEnds(@ForAll("texts") String text, @ForAll @IntRange(max = 20) int repeated) {
        String whole = "\r\n".repeat(repeated) + text;
        byte[] octets = whole.getBytes(StandardCharsets.ISO_8859_1);
        for (int end = 0; end <= whole.length(); end++) {
            int lineEnds = 0;
            while (lineEnds + 2 <= end && whole.startsWith("\r\n", lineEnds)) {
                lineEnds += 2;
            }
            assertThat(BlankScan.skipLineEnds(octets, 0, end)).isEqualTo(lineEnds);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.chars()
                .with('a', 'b', ' ', ' ', '\r', '\n', '\t', '!', '\u001f', '\u0000', '\u0089', '\u00a0', '\u00ff')
                .list()
                .ofMaxSize(40)
                .map(chars -> {
                    StringBuilder text = new StringBuilder();
                    // Much content, so that whole eights without anything to be found occur; 32 of them with 'b'.
                    chars.forEach(c -> text.append(c == 'a' ? "aaaaaaaaa" : c == 'b' ? "b".repeat(40) : c));
                    return text.toString();
                });
    }
}
