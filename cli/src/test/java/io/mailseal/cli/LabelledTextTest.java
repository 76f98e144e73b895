package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LabelledTextTest {

    private static List<String> printed(Colours colours, Consumer<LabelledText> text) {
        StringWriter out = new StringWriter();
        text.accept(new LabelledText(new PrintWriter(out, true), colours));
        return out.toString().lines().toList();
    }

    @Test
    void linesBreakAtBlanksAndGoOnBelowWhereTheyBegan() {
        assertThat(printed(
                        Colours.OFF,
                        text -> text.item("Label", "word ".repeat(40).strip())))
                .containsExactly(
                        "Label   " + "word ".repeat(18).strip(),
                        "        " + "word ".repeat(18).strip(),
                        "        word word word word")
                .allMatch(line -> line.length() <= 100);
    }

    @Test
    void whatHasNoBlankIsNotBroken() {
        String word = "w".repeat(300);
        assertThat(printed(Colours.OFF, text -> text.item("", "a " + word + " b")))
                .containsExactly("        a", "        " + word, "        b");
    }

    @Test
    void aWholeLineIsNotBroken() {
        String words = "word ".repeat(100).strip();
        assertThat(printed(Colours.OFF, text -> text.whole("Label", 2, words))).containsExactly("Label     " + words);
    }

    @Test
    void noDepthLeavesThePage() {
        assertThat(printed(Colours.OFF, text -> text.indented("", 254, "deep")))
                .containsExactly(" ".repeat(48) + "deep");
    }

    @Test
    void onlyOurOwnWordOfAVerdictIsPainted() {
        assertThat(printed(Colours.ON, text -> text.verdict("DNSSEC", "BOGUS: secure: \u001b[32m")))
                .containsExactly("DNSSEC  \u001b[31mBOGUS\u001b[0m: secure: \\u{1b}[32m");
        assertThat(printed(Colours.ON, text -> text.verdict("DNSSEC", "no verdict")))
                .containsExactly("DNSSEC  no verdict");
    }
}
