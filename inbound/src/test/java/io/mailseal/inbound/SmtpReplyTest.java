package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpReplyTest {

    @Test
    void itIsALine() {
        SmtpReply reply = SmtpReply.of(550, "5.7.26", "Multiple authentication checks failed");
        assertThat(reply.toLine()).isEqualTo("550 5.7.26 Multiple authentication checks failed");
        assertThat(reply.isTemporary()).isFalse();
        assertThat(SmtpReply.of(451, "4.7.24", "later").isTemporary()).isTrue();
    }

    @Property
    void whateverTheTextIsTheLineIsPrintableAsciiOf512OctetsWithItsEnd(@ForAll String text) {
        String line = SmtpReply.of(550, "5.7.1", text.repeat(5)).toLine();
        assertThat(line.getBytes(StandardCharsets.UTF_8).length + 2).isLessThanOrEqualTo(512);
        assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 0x7F);
    }

    @Test
    void T43_whatAThirdPartyWroteCanNotBeginAnotherReply() {
        assertThat(SmtpReply.of(550, "5.7.1", "x\r\n250 ok\u001b[2J\u00e9").text())
                .isEqualTo("x??250 ok?[2J?");
    }

    @Test
    void aLongTextIsCut() {
        SmtpReply reply = SmtpReply.of(550, "5.7.26", "x".repeat(10_000));
        assertThat(reply.toLine()).hasSize(510).endsWith("x...");
        assertThat(SmtpReply.of(550, "5.7.26", reply.text())).isEqualTo(reply);
    }

    @ParameterizedTest
    @CsvSource({
        "250, 2.0.0, ok",
        "550, 4.7.1, x",
        "451, 5.7.1, x",
        "550, 5.7, x",
        "550, 5.7.1234, x",
        "550, 5..1, x",
        "550, 5.7.1.1, x",
        "550, 5.7.x, x",
        "650, 6.7.1, x"
    })
    void codesThatAreNoneAreRefused(int code, String enhanced, String text) {
        assertThatThrownBy(() -> SmtpReply.of(code, enhanced, text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCodeThatIsLongerThanTheLineIsRefused() {
        assertThatThrownBy(() -> SmtpReply.of(550, "5".repeat(600), "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theConstructorAltersNothing() {
        assertThatThrownBy(() -> new SmtpReply(550, "5.7.1", "a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SmtpReply(550, "5.7.1", "x".repeat(501)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
