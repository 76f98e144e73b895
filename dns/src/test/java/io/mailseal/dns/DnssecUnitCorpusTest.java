package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.dns.SignatureCheck.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;

/** Signatures and digests that others have made, of all ages and kinds: those with which Unbound tests itself. */
@Tag("corpora")
class DnssecUnitCorpusTest {

    /**
     * A question, by which the file says what to expect, and the records below it.
     *
     * @param id the file, and which one of it
     */
    private record Entry(String id, String question, List<Record> records) {

        boolean isBogus() {
            return question.startsWith("bogus");
        }
    }

    /** What came of one set or pair of the corpus. */
    private enum Outcome {
        GOOD,
        BAD,
        /** With a key of an algorithm or a size that nobody should use, or that was revoked. */
        UNSUPPORTED,
        /** Not what the corpus expects, and for a good reason: see known-differences.txt. */
        DIFFERENT,
        /** Not what is expected. */
        WRONG
    }

    private final Map<Outcome, List<String>> outcomes = new LinkedHashMap<>();
    private final Set<String> known = knownDifferences();

    private static Set<String> knownDifferences() {
        try (InputStream in = DnssecUnitCorpusTest.class.getResourceAsStream("known-differences.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("test_sig"))
                    .map(line -> line.split(" ", 3))
                    .map(words -> words[0] + " " + words[1])
                    .collect(Collectors.toSet());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Path file(String name) {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
        return Path.of(root).resolve("dnssec-unbound/unit").resolve(name);
    }

    private static List<Path> files(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(file(""))) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private static List<Entry> entries(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        String question = "";
        boolean isQuestion = false;
        StringBuilder records = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("ENTRY_BEGIN")) {
                records.setLength(0);
            } else if (line.startsWith("ENTRY_END")) {
                String id = file.getFileName() + " " + (entries.size() + 1);
                entries.add(new Entry(id, question, JdkKey.records(records.toString())));
            } else if (line.startsWith("SECTION")) {
                isQuestion = line.startsWith("SECTION QUESTION");
            } else if (isQuestion) {
                question = line.strip();
            } else {
                records.append(line.replace(" RSASHA1 1 ", " 5 1 ")).append('\n'); // dnsjava does not know the word
            }
        }
        return entries;
    }

    private void note(Outcome outcome, String what) {
        outcomes.computeIfAbsent(outcome, none -> new ArrayList<>()).add(what);
    }

    private int count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, List.of()).size();
    }

    @Test
    @DisplayName("dnssec-unbound/unit: signatures of all algorithms")
    void signatures() throws IOException {
        List<Path> files = new ArrayList<>(files("test_signatures."));
        files.addAll(files("test_sigs."));
        assertThat(files).hasSize(20);
        for (Path file : files) {
            List<Entry> entries = entries(file);
            for (Entry entry : entries.subList(1, entries.size())) {
                for (RecordSet set : sets(entry)) {
                    check(entry, set, entries.get(0));
                }
            }
        }
        System.out.printf(
                "dnssec-unbound/unit, signatures: %d with keys that are not supported%n", count(Outcome.UNSUPPORTED));
        System.out.printf(
                "conformance | dnssec-unbound/unit: signatures | %d | %d | %d%n",
                count(Outcome.GOOD) + count(Outcome.BAD) + count(Outcome.WRONG) + count(Outcome.DIFFERENT),
                count(Outcome.GOOD) + count(Outcome.BAD),
                count(Outcome.DIFFERENT));
        assertThat(outcomes.get(Outcome.WRONG)).isNull();
        assertThat(count(Outcome.DIFFERENT)).isEqualTo(known.size());
        assertThat(count(Outcome.GOOD)).isGreaterThanOrEqualTo(250);
    }

    private static List<RecordSet> sets(Entry entry) {
        Map<String, RecordSet> sets = new LinkedHashMap<>();
        for (Record record : entry.records()) {
            if (!(record instanceof RRSIGRecord)) {
                sets.computeIfAbsent(
                                record.getName() + " " + record.getType(),
                                key -> new RecordSet(
                                        record.getName(), record.getType(), new ArrayList<>(), new ArrayList<>()))
                        .records()
                        .add(record);
            }
        }
        for (Record record : entry.records()) {
            if (record instanceof RRSIGRecord signature) {
                sets.get(signature.getName() + " " + signature.getTypeCovered())
                        .signatures()
                        .add(signature);
            }
        }
        return sets.values().stream().filter(set -> !set.signatures().isEmpty()).toList();
    }

    private void check(Entry entry, RecordSet set, Entry keys) {
        String what = entry.id() + " " + set.owner() + " " + set.type();
        List<DNSKEYRecord> dnskeys =
                keys.records().stream().map(DNSKEYRecord.class::cast).toList();
        Name zone = dnskeys.get(0).getName();
        Instant now = set.signatures().stream()
                .map(RRSIGRecord::getTimeSigned)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<ZoneKey> usable = dnskeys.stream()
                .map(dnskey -> ZoneKey.of(dnskey, DnssecAlgorithms.ALL))
                .flatMap(Optional::stream)
                .toList();
        Verdict verdict = SignatureCheck.check(set, zone, usable, now, new ValidationWork(DnssecLimits.DEFAULT));
        boolean isGood = verdict instanceof Verdict.Valid;
        boolean mayBeGood = set.signatures().stream()
                .anyMatch(signature -> dnskeys.stream()
                        .anyMatch(key -> key.getFootprint() == signature.getFootprint()
                                && key.getAlgorithm() == signature.getAlgorithm()
                                && shouldBeUsed(key)));
        if (!mayBeGood) {
            note(isGood ? Outcome.WRONG : Outcome.UNSUPPORTED, what);
        } else if (known.contains(entry.id())) {
            note(isGood == entry.isBogus() ? Outcome.DIFFERENT : Outcome.WRONG, what + " is no difference: " + verdict);
        } else if (isGood == entry.isBogus()) {
            note(Outcome.WRONG, what + ": " + verdict);
        } else {
            note(isGood ? Outcome.GOOD : Outcome.BAD, what);
        }
    }

    // Found out in another way than by the code under test.
    private static boolean shouldBeUsed(DNSKEYRecord key) {
        if (key.getFlags() != 256 && key.getFlags() != 257) {
            return false;
        }
        try {
            return switch (key.getAlgorithm()) {
                case 5, 7, 8, 10 ->
                    ((RSAPublicKey) key.getPublicKey()).getModulus().bitLength() >= 1024;
                case 13, 14, 15, 16 -> true;
                default -> false;
            };
        } catch (DNSSECException wrong) {
            throw new AssertionError(key.toString(), wrong);
        }
    }

    @Test
    @DisplayName("dnssec-unbound/unit: digests of keys")
    void digests() throws IOException {
        List<Path> files = files("test_ds.");
        assertThat(files).hasSize(2);
        for (Path file : files) {
            for (Entry entry : entries(file)) {
                DSRecord ds = (DSRecord) entry.records().get(0);
                DNSKEYRecord dnskey = (DNSKEYRecord) entry.records().get(1);
                boolean isSame = DigestOfKey.of(dnskey, ds.getDigestID()).equals(DigestOfKey.in(ds));
                boolean expected = entry.question().startsWith("yes");
                note(isSame == expected ? isSame ? Outcome.GOOD : Outcome.BAD : Outcome.WRONG, file + ": " + ds);
            }
        }
        System.out.printf(
                "conformance | dnssec-unbound/unit: digests | %d | %d | 0%n",
                count(Outcome.GOOD) + count(Outcome.BAD) + count(Outcome.WRONG),
                count(Outcome.GOOD) + count(Outcome.BAD));
        assertThat(outcomes.get(Outcome.WRONG)).isNull();
        assertThat(count(Outcome.GOOD) + count(Outcome.BAD)).isEqualTo(7);
    }
}
