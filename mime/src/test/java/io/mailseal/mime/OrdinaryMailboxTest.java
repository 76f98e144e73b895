package io.mailseal.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.apache.james.mime4j.field.address.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdinaryMailboxTest {

    private static AuthorMailbox mailbox(String localPart, String domain, String name) {
        return new AuthorMailbox(localPart, false, domain, name, false, false);
    }

    @Test
    void readsWhatNearlyEveryMessageHas() {
        assertThat(OrdinaryMailbox.read(" ann@a.example")).contains(mailbox("ann", "a.example", null));
        assertThat(OrdinaryMailbox.read("\t<ann.b+c@a.example> ")).contains(mailbox("ann.b+c", "a.example", null));
        assertThat(OrdinaryMailbox.read(" Ann  B  <ann@a.example>")).contains(mailbox("ann", "a.example", "Ann B"));
        assertThat(OrdinaryMailbox.read(" \"Ann, of A.\" <ann@a.example>"))
                .contains(mailbox("ann", "a.example", "Ann, of A."));
        assertThat(OrdinaryMailbox.read(" =?utf-8?Q?=C3=84nn?=<ann@a.example>"))
                .contains(mailbox("ann", "a.example", "=?utf-8?Q?=C3=84nn?="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ann",
                "@a.example",
                "ann@",
                ".ann@a.example",
                "ann.@a.example",
                "a..b@a.example",
                "ann@a.example.",
                "ann@.example",
                "ann@a..example",
                "ann@[192.0.2.1]",
                "ann @a.example",
                "ann@a.example (Ann)",
                "ann@a.example, bob@a.example",
                "<ann@a.example>, bob@b.example",
                "<bob@b.example><ann@a.example>",
                "<bob@b.example>>",
                "<@b.example:ann@a.example>",
                "Ann:ann@a.example;",
                "\"Ann\"@a.example",
                "\"ann\\\"\" <ann@a.example>",
                "\"\" <ann@a.example>",
                "\"Ann\" B <ann@a.example>",
                "Ann B. <ann@a.example>",
                "ann@a.example <bob@b.example>",
                "Ånn <ann@a.example>",
                "ann@ä.example",
                "Ann <ann@a.example",
                ">",
                "\">",
                "<>"
            })
    void leavesAnythingElseToTheGrammar(String text) {
        assertThat(OrdinaryMailbox.read(text)).isEmpty();
    }

    @Property(tries = 50_000)
    void readsWhatTheGrammarReads(@ForAll("pieces") String text) throws ParseException {
        Optional<AuthorMailbox> read = OrdinaryMailbox.read(text);
        Statistics.label("ordinary").collect(read.isPresent());
        if (read.isPresent()) {
            assertThat(AuthorMailbox.list(text)).isEqualTo(List.of(read.get()));
        }
    }

    @Provide
    static Arbitrary<String> pieces() {
        Arbitrary<String> address = Arbitraries.of("ann@a.example", "<ann@a.example>", "<a.b@a_b.example>", "<=3D@x>");
        Arbitrary<String> piece = Arbitraries.of(
                "a",
                "b.example",
                "@",
                "<",
                ">",
                "\"",
                "\"a, b\"",
                "\"=22\"",
                "=22",
                "=?",
                " ",
                "\t",
                "  ",
                ".",
                ",",
                ":",
                "\\",
                "(",
                ")",
                "'",
                "%",
                "é",
                ";");
        Arbitrary<String> before = piece.list().ofMaxSize(6).map(list -> String.join("", list));
        Arbitrary<String> after = piece.list().ofMaxSize(2).map(list -> String.join("", list));
        return Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Combinators.combine(before, address, after).as((front, middle, back) -> front + middle + back)),
                Tuple.of(1, before));
    }
}
