package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dns.Denial.Outcome;
import io.mailseal.dns.Denial.Proof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The records of a proof, as lines of a zone file in which every name is absolute. */
final class DenialRecords {

    private DenialRecords() {}

    static Name name(String text) {
        return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
    }

    static List<Record> records(String lines) {
        return lines.strip().lines().map(DenialRecords::read).toList();
    }

    private static Record read(String line) {
        List<String> words = List.of(line.strip().split(" +", 3));
        try {
            return Record.fromString(
                    name(words.get(0)), Type.value(words.get(1)), DClass.IN, 3600, words.get(2), Name.root);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(line, unreadable);
        }
    }

    /** All of these lead to the outcome, and without any one of them nothing is proven. */
    static void needsEach(List<Record> records, Outcome outcome, Function<List<Record>, Proof> proof) {
        assertThat(proof.apply(records).outcome()).as("with all").isEqualTo(outcome);
        for (Record withheld : records) {
            List<Record> others = new ArrayList<>(records);
            others.remove(withheld);
            assertThat(proof.apply(others).outcome()).as("without " + withheld).isEqualTo(Outcome.NOT_PROVEN);
        }
    }
}
