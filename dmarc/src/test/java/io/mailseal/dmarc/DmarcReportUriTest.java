package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3986, as far as it decides what is an address for reports. */
class DmarcReportUriTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b",
                "azAZ:b",
                "h2+x-y.z09:b",
                "mailto:a@b",
                "x:~",
                "x:b!9m",
                "x:%00%aF%f9",
                "https://a.example/!0k",
            })
    void isOne(String text) {
        assertThat(DmarcReportUri.parse(text)).as(text).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":", ":b", "a:", "a", "2a:b", "+a:b", "-a:b", ".a:b", "@a:b", "a@:b", "[:b", "a[:b", "`:b", "a`:b",
                "{:b", "a{:b", "a/:b", "a b:c", "a_:b",
            })
    void hasNoScheme(String text) {
        assertThat(DmarcReportUri.parse(text)).as(text).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b c",
                "a:\u007F",
                "a:\u0020",
                "a:\u001F",
                "a:\u00FC",
                "a:<",
                "a:|",
                "a:,",
                "a:;",
                "a:%",
                "a:%1",
                "a:%1g",
                "a:%g1",
                "a:%%41",
            })
    void holdsWhatNoUriHolds(String text) {
        assertThat(DmarcReportUri.parse(text)).as(text).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b!", "a:b!m", "a:b!10x", "a:b!10mm", "a:b!-1", "a:b!1!2", "a:b!/", "a:b!:"})
    void hasNoSizeLimit(String text) {
        assertThat(DmarcReportUri.parse(text)).as(text).isEmpty();
    }

    @Test
    void isEqualByItsText() {
        DmarcReportUri one = DmarcReportUri.parse("mailto:a@b!1m").orElseThrow();
        assertThat(one)
                .isEqualTo(DmarcReportUri.parse("mailto:a@b!1m").orElseThrow())
                .hasSameHashCodeAs(DmarcReportUri.parse("mailto:a@b!1m").orElseThrow())
                .isNotEqualTo(DmarcReportUri.parse("mailto:a@b").orElseThrow())
                .isNotEqualTo(DmarcReportUri.parse("mailto:a@c!1m").orElseThrow())
                .hasToString("mailto:a@b!1m");
        assertThat(one.hashCode())
                .isNotEqualTo(DmarcReportUri.parse("mailto:a@c").orElseThrow().hashCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:@", "mailto:@b", "mailto:a@", "MAILTO:a", "mailto:"})
    void hasNobodyToSendItTo(String text) {
        assertThat(DmarcReportUri.parse(text)).as(text).isEmpty();
    }
}
