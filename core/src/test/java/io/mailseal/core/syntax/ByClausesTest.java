package io.mailseal.core.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5321 §4.4: the host that wrote a Received field. */
class ByClausesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "from a by mx.example with SMTP; today | 1",
                "BY mx.example | 1",
                "by mx.example | 1",
                "from mx.example | 0",
                "from mx.example by other.example | 0",
                "mx.example by | 0",
                "by | 0",
                "bye mx.example | 0",
                "from by mx.example by other.example | 1",
                "from by other.example by mx.example | 2",
                "by mx.example by mx.example | 2",
                "by mx.example by other.example | 1",
                "(by mx.example) | 1",
                "\"by mx.example\" | 1",
                "by <mx.example> | 1",
                "by\\mx.example | 1",
                "by [mx.example] | 1",
                "by /mx.example/ | 1",
                "by smtp:mx.example,x | 1",
                "by smtp:mx.example | 1",
                "by user@mx.example | 0",
                "by mx.example.org | 0",
            })
    void countsTheByBeforeTheHost(String field, int count) {
        assertThat(ByClauses.countBefore(field, "mx.example"::equals)).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({"by [192.0.2.1],1", "by [2001:db8::1],1"})
    void anAddressLiteralIsAWordAsAWhole(String field, int count) {
        assertThat(ByClauses.countBefore(field, word -> word.startsWith("[") && word.endsWith("]")))
                .isEqualTo(count);
    }
}
