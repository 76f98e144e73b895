package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.core.cache.RecentValues;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ParsedRecordsTest {

    private final ParsedRecords records = new ParsedRecords();

    @Test
    @DisplayName("the same text is parsed once, whoever holds it")
    void kept() {
        SpfParse first = records.parse(Octets.ofLatin1("v=spf1 mx -all"));
        assertThat(first).isEqualTo(SpfRecord.parse("v=spf1 mx -all"));
        assertThat(records.parse(Octets.ofLatin1("v=spf1 mx -all"))).isSameAs(first);
    }

    @Test
    @DisplayName("so is one that is malformed")
    void malformed() {
        SpfParse first = records.parse(Octets.ofLatin1("v=spf1 mx:"));
        assertThat(first).isInstanceOf(SpfSyntaxError.class);
        assertThat(records.parse(Octets.ofLatin1("v=spf1 mx:"))).isSameAs(first);
    }

    @Test
    @DisplayName("what is too long is parsed each time")
    void tooLong() {
        String text = "v=spf1 " + "a ".repeat(ParsedRecords.LONGEST_KEPT / 2);
        SpfParse first = records.parse(Octets.ofLatin1(text));
        assertThat(records.parse(Octets.ofLatin1(text))).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    @DisplayName("two that would have the same place do not drive each other out")
    void twoPlaces() {
        for (int i = 0; i < 2000; i++) {
            Octets one = Octets.ofLatin1("v=spf1 ip4:192.0.2.1 ?all");
            Octets other = Octets.ofLatin1("v=spf1 include:i" + i + ".example -all");
            SpfParse first = records.parse(one);
            SpfParse second = records.parse(other);
            assertThat(records.parse(one)).isSameAs(first);
            assertThat(records.parse(other)).isSameAs(second);
        }
    }

    @Test
    @DisplayName("however many there are, each gets its own")
    void many() {
        Random random = new Random(7);
        for (int i = 0; i < 20 * RecentValues.PLACES; i++) {
            String text = "v=spf1 ip4:192.0.2." + random.nextInt(256) + " include:i" + random.nextInt(100) + ".example";
            SpfParse parsed = records.parse(Octets.ofLatin1(text));
            assertThat(parsed).isInstanceOf(SpfRecord.class);
            assertThat(((SpfRecord) parsed).text()).isEqualTo(text);
        }
    }
}
