package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import org.junit.jupiter.api.Test;

class ParsedRecordsTest {

    private final ParsedRecords records = new ParsedRecords();

    @Test
    void whatIsEqualIsParsedOnce() {
        DmarcRecord record = records.parse(Octets.ofLatin1("v=DMARC1; p=none")).orElseThrow();
        assertThat(records.parse(Octets.ofLatin1("v=DMARC1; p=none")).orElseThrow())
                .isSameAs(record);
        assertThat(records.parse(Octets.ofLatin1("v=DMARC1; p=reject"))).isNotEqualTo(record);
    }

    @Test
    void whatIsNoRecordIsRemembered() {
        Octets text = Octets.ofLatin1("v=spf1 -all");
        assertThat(records.parse(text)).isEmpty();
        assertThat(records.parse(text)).isEmpty();
    }

    @Test
    void longRecordsAreParsedEachTime() {
        Octets text = Octets.ofLatin1("v=DMARC1; p=none; x=" + "y".repeat(ParsedRecords.LONGEST_KEPT));
        assertThat(records.parse(text).orElseThrow())
                .isEqualTo(records.parse(text).orElseThrow())
                .isNotSameAs(records.parse(text).orElseThrow());
    }
}
