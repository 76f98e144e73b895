package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where a signature field is folded. */
class SignatureTextTest {

    private static final String NAME = "DKIM-Signature:";

    private static String x(int count) {
        return "x".repeat(count);
    }

    private static String canonical(SignatureText text) {
        return text.canonical(DkimCanonicalization.SIMPLE);
    }

    private static String tag(int length) {
        SignatureText text = new SignatureText();
        text.tag("a", x(length));
        return canonical(text);
    }

    private static String list(int... lengths) {
        SignatureText text = new SignatureText();
        text.list("h", Arrays.stream(lengths).mapToObj(SignatureTextTest::x).toList());
        return canonical(text);
    }

    private static String signed(int length) {
        SignatureText text = new SignatureText();
        text.beginSignature();
        return text.signed(x(length));
    }

    @Nested
    class Section_3_5_folding {

        @Test
        @DisplayName("before a tag that would reach column 77")
        void tags() {
            assertThat(tag(57)).isEqualTo(NAME + " a=" + x(57) + ";").hasSize(76);
            assertThat(tag(58)).isEqualTo(NAME + "\r\n a=" + x(58) + ";");
        }

        @Test
        @DisplayName("after a fold one column is taken")
        void secondTag() {
            SignatureText fits = new SignatureText();
            fits.tag("a", x(58));
            fits.tag("b", x(10));
            assertThat(canonical(fits)).isEqualTo(NAME + "\r\n a=" + x(58) + "; b=" + x(10) + ";");
            SignatureText folded = new SignatureText();
            folded.tag("a", x(58));
            folded.tag("b", x(11));
            assertThat(canonical(folded)).isEqualTo(NAME + "\r\n a=" + x(58) + ";\r\n b=" + x(11) + ";");
        }

        @Test
        @DisplayName("in a list after a colon, before an item that would reach column 77 with what follows it")
        void lists() {
            assertThat(list(57)).isEqualTo(NAME + " h=" + x(57) + ";").hasSize(76);
            assertThat(list(58)).isEqualTo(NAME + "\r\n h=" + x(58) + ";");
            assertThat(list(10, 46))
                    .isEqualTo(NAME + " h=" + x(10) + ":" + x(46) + ";")
                    .hasSize(76);
            assertThat(list(10, 47)).isEqualTo(NAME + " h=" + x(10) + ":\r\n " + x(47) + ";");
            assertThat(list(10, 47, 26, 1))
                    .isEqualTo(NAME + " h=" + x(10) + ":\r\n " + x(47) + ":" + x(26) + ":\r\n " + x(1) + ";");
        }

        @Test
        @DisplayName("what is too long for any line stays whole")
        void tooLong() {
            assertThat(list(80, 80)).isEqualTo(NAME + "\r\n h=" + x(80) + ":\r\n " + x(80) + ";");
            assertThat(tag(80)).isEqualTo(NAME + "\r\n a=" + x(80) + ";");
        }

        @Test
        @DisplayName("in base64 anywhere")
        void base64() {
            assertThat(signed(73)).isEqualTo(NAME + "\r\n b=" + x(73) + "\r\n");
            assertThat(signed(74)).isEqualTo(NAME + "\r\n b=" + x(73) + "\r\n x\r\n");
            assertThat(signed(148)).isEqualTo(NAME + "\r\n b=" + x(73) + "\r\n " + x(75) + "\r\n");
            assertThat(signed(149)).isEqualTo(NAME + "\r\n b=" + x(73) + "\r\n " + x(75) + "\r\n x\r\n");
        }

        @Test
        @DisplayName("3.4.2 the relaxed form has no folds, and the name in lower case")
        void relaxed() {
            SignatureText text = new SignatureText();
            text.tag("v", "1");
            text.list("h", List.of("from", x(70)));
            text.beginSignature();
            assertThat(text.canonical(DkimCanonicalization.RELAXED))
                    .isEqualTo("dkim-signature:v=1; h=from: " + x(70) + "; b=");
        }
    }
}
