package io.mailseal.core.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of Received fields, and what is not. */
class ReceivedFieldTest {

    private static final String HOST = "mx.example.org";

    private static ReceivedField field(String from) {
        return ReceivedField.parse(from + " by " + HOST + " (Postfix) with ESMTPS id 4V4zGf2XbXz9rxF\r\n"
                + "\tfor <ann@example.org>; Thu, 28 Mar 2024 09:12:31 +0000");
    }

    @Nested
    class Rfc5321_4_4_TheClient {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "from h.example (r.example [192.0.2.1])                           | 192.0.2.1   | h.example",
                    "FROM h.example (r.example [192.0.2.1])                           | 192.0.2.1   | h.example",
                    "from h.example ([192.0.2.1])                                     | 192.0.2.1   | h.example",
                    "from h.example (unknown [IPv6:2001:db8::1])                      | 2001:db8::1 | h.example",
                    "from h.example (unknown [ipv6:2001:db8::1])                      | 2001:db8::1 | h.example",
                    "from h.example (y [::ffff:192.0.2.1])                            | ::ffff:192.0.2.1 | h.example",
                    "from [203.0.113.9] (r.example [192.0.2.1])                       | 192.0.2.1   | [203.0.113.9]",
                    "from h.example (r.example [192.0.2.1]) (using TLSv1.3 (256 bits)) (No client certificate)"
                            + " | 192.0.2.1   | h.example",
                    "from h.example (ident@r.example [192.0.2.1] (may be forged))     | 192.0.2.1   | h.example",
                    "from h.example (r.example. [192.0.2.1])                          | 192.0.2.1   | h.example",
                    "from r.example ([192.0.2.1] helo=h.example)                      | 192.0.2.1   | h.example",
                    "from r.example ([192.0.2.1]:54321 helo=[203.0.113.9])            | 192.0.2.1   | [203.0.113.9]",
                    "from [192.0.2.1] (port=4711 helo=h.example)                      | 192.0.2.1   | h.example",
                    "from [192.0.2.1] (helo=[203.0.113.9])                            | 192.0.2.1   | [203.0.113.9]",
                    "from h.example (192.0.2.1)                                       | 192.0.2.1   | h.example",
                    "from h.example (2001:db8::1)                                     | 2001:db8::1 | h.example",
                    "from unknown (HELO h.example) (192.0.2.1)                        | 192.0.2.1   | h.example",
                    "from unknown (EHLO [203.0.113.9]) (192.0.2.1)                    | 192.0.2.1   | [203.0.113.9]",
                    "from r.example (EHLO h.example) (203.0.113.9@192.0.2.1)          | 192.0.2.1   | h.example",
                    "from \"a (x [203.0.113.9])\" (r.example [192.0.2.1])             | 192.0.2.1 |"
                            + " \"a (x [203.0.113.9])\"",
                })
        void isWhereTheHostPutsIt(String from, String client, String helo) {
            ReceivedField field = field(from);
            assertThat(field.isBy(DomainName.of(HOST))).isTrue();
            assertThat(field.client().map(IpAddress::toString).orElse(null)).isEqualTo(client);
            assertThat(field.isClear() ? field.helo() : null).isEqualTo(helo);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "from h.example",
                    "from [192.0.2.1]",
                    "from h.example ()",
                    "from h.example (192.0.2.1 is not said to be an address)",
                    "from h.example (r.example)",
                    "from h.example (helo=[192.0.2.1])",
                    "from h.example (r.example [192.0.2.256])",
                    "from h.example (r.example [192.0.2.1)",
                    "from h.example (r.example [192.0.2.1]x)",
                    "from h.example (r.example [IPv6:192.0.2.1])",
                    "from h.example (r.example in [192.0.2.1])",
                    "from h.example (r.example ([192.0.2.1]))",
                    "from h.example (x=y [192.0.2.1])",
                    "from unknown (HELO [192.0.2.1])",
                    "from unknown (EHLO [192.0.2.1]) (nobody)",
                    "from unknown (HELO h.example x) (192.0.2.1)",
                    "from unknown (HELO 192.0.2.1)",
                })
        void isNotSearchedForElsewhere(String from) {
            assertThat(field(from).isBy(DomainName.of(HOST))).isTrue();
            assertThat(field(from).client()).isEmpty();
        }

        /** The first may be what the client said. */
        @ParameterizedTest
        @DisplayName("T12 of two addresses neither is believed")
        @ValueSource(
                strings = {
                    "from h.example (r.example [192.0.2.1] [203.0.113.9])",
                    "from e([203.0.113.9]) (r.example [192.0.2.1])",
                    "from e ([203.0.113.9]) (r.example [192.0.2.1])",
                    "from e ([203.0.113.9]) (192.0.2.1)",
                    "from e (203.0.113.9) (192.0.2.1:4711)",
                    "from e (203.0.113.9) (r.example ([192.0.2.1]))",
                    "from e ([203.0.113.9]) (r.example[IPv6:2001:db8::1])",
                    "from e ([203.0.113.9]) (ip=192.0.2.1)",
                    "from e ([203.0.113.9]) (using TLSv1.3 (256 bits)) (r.example [192.0.2.1])",
                    "from unknown (HELO x) (203.0.113.9) (192.0.2.1)",
                    "from unknown (HELO x) (203.0.113.9) (ident@192.0.2.1)",
                    "from x (HELO y) (203.0.113.9) (r.example [192.0.2.1])",
                    "from 192.0.2.1 (EHLO x) (203.0.113.9)",
                    "from [203.0.113.9] (helo=x) (r.example [192.0.2.1])",
                    "from [192.0.2.1] (port=25 helo=x) ([203.0.113.9])",
                })
        void withTwoAddressesThereIsNone(String from) {
            ReceivedField field = field(from);
            assertThat(field.client()).isEmpty();
            assertThat(field.isClear()).isFalse();
        }
    }

    @Nested
    class TheWriter {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "from a (b [192.0.2.1]) by mx.example.org with SMTP; x",
                    "from a (b [192.0.2.1]) by mx.example.org",
                    "from a (b [192.0.2.1])\r\n\tBY MX.Example.ORG. (Postfix); x",
                    "from a (b [192.0.2.1]) by (here) mx.example.org(Postfix); x",
                    "by mx.example.org (Postfix, from userid 1000); x",
                })
        void isTheHostOfTheByClause(String value) {
            assertThat(ReceivedField.parse(value).isBy(DomainName.of(HOST))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ";",
                    "by",
                    "from mx.example.org by other.example; by mx.example.org",
                    "from a (by mx.example.org) by other.example; x",
                    "from \"a by mx.example.org\" by other.example; x",
                    "from a by xmx.example.org; x",
                    "from a by mx.example.org.evil.example; x",
                    "(qmail 123 invoked by alias); x",
                })
        void isNobodyElse(String value) {
            assertThat(ReceivedField.parse(value).isBy(DomainName.of(HOST))).isFalse();
        }

        /** The field of a host that takes any HELO, at a host that nobody trusts. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "from a (x [203.0.113.9]) by mx.example.org (r [192.0.2.1]) by other.example; x",
                    "from a by mx.example.org (r [192.0.2.1]) by other.example; x",
                    "from a b (x [203.0.113.9]) by mx.example.org; x",
                    "from a (x [203.0.113.9]) via b by mx.example.org; x",
                    "from a (x [203.0.113.9]) by mx.example.org (not closed; x",
                    "from by mx.example.org; x",
                })
        void whoSlipsInAClauseMakesTheFieldUnclear(String value) {
            ReceivedField field = ReceivedField.parse(value);
            assertThat(field.isBy(DomainName.of(HOST))).isTrue();
            assertThat(field.isClear()).isFalse();
            assertThat(field.client()).isEmpty();
        }
    }

    @Test
    void longFieldsTakeNoLongTime() {
        for (String piece : new String[] {"(", ")", "\"", "\\", "by ", "(x) ", "[", "from ", "(((x)", "((\\"}) {
            ReceivedField field = field("from h (" + piece.repeat(200_000));
            assertThat(field.client()).isEmpty();
            assertThat(field("from h (r [192.0.2.1]) (" + piece.repeat(200_000) + ")"))
                    .isNotNull();
        }
    }
}
