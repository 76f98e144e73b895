package io.mailseal.dkim;

import static io.mailseal.dkim.DkimCanonicalization.RELAXED;
import static io.mailseal.dkim.DkimCanonicalization.SIMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CanonicalBodyTest {

    private static final String EMPTY_SIMPLE = "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=";
    private static final String EMPTY_RELAXED = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    /** The hash of the canonical form, in base64, of a body that comes in these chunks. */
    private static String hash(DkimCanonicalization canonicalization, long limit, List<String> chunks) {
        CanonicalBody body = CanonicalBody.of(canonicalization);
        BodyHashing hashing = body.hashing(limit);
        for (String chunk : chunks) {
            // Not at the beginning of the array.
            byte[] octets = ("##" + chunk + "#").getBytes(StandardCharsets.ISO_8859_1);
            body.update(octets, 2, octets.length - 3);
        }
        body.finish();
        return base64(hashing.result(body.length()).hash().toByteArray());
    }

    private static String hash(DkimCanonicalization canonicalization, String... chunks) {
        return hash(canonicalization, Long.MAX_VALUE, List.of(chunks));
    }

    private static String hashOf(String canonical) {
        try {
            byte[] octets = canonical.getBytes(StandardCharsets.ISO_8859_1);
            return base64(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** In one chunk, in single octets, and in two chunks cut anywhere. */
    private static void check(DkimCanonicalization canonicalization, String body, String canonical) {
        assertThat(ReferenceCanonicalization.body(canonicalization, body)).isEqualTo(canonical);
        assertThat(hash(canonicalization, body)).isEqualTo(hashOf(canonical));
        assertThat(hash(canonicalization, body.split(""))).isEqualTo(hashOf(canonical));
        for (int cut = 0; cut <= body.length(); cut++) {
            assertThat(hash(canonicalization, body.substring(0, cut), body.substring(cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(hashOf(canonical));
        }
    }

    @Nested
    class Section_3_4_3_simple {

        @Test
        @DisplayName("DKV_17 an empty body is one CRLF")
        void empty() {
            assertThat(hash(SIMPLE)).isEqualTo(EMPTY_SIMPLE);
            assertThat(hash(SIMPLE, "")).isEqualTo(EMPTY_SIMPLE);
            check(SIMPLE, "\r\n", "\r\n");
            check(SIMPLE, "\r\n\r\n\r\n", "\r\n");
        }

        @Test
        @DisplayName("DKV_17 empty lines at the end are one line end")
        void trailingEmptyLines() {
            check(SIMPLE, "a\r\n\r\n\r\n", "a\r\n");
            check(SIMPLE, "a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n");
        }

        @Test
        @DisplayName("DKV_17 a missing line end at the end is added")
        void missingLineEnd() {
            check(SIMPLE, "a", "a\r\n");
        }

        @Test
        void whiteSpaceStays() {
            check(SIMPLE, " a \t \r\n \r\n", " a \t \r\n \r\n");
        }

        @Test
        @DisplayName("PITFALL_32 lone CR and LF are content")
        void loneCrAndLf() {
            check(SIMPLE, "a\nb\rc\r\r\n\n", "a\nb\rc\r\r\n\n\r\n");
            check(SIMPLE, "a\r\n\r", "a\r\n\r\r\n");
            check(SIMPLE, "a\r\n\n", "a\r\n\n\r\n");
            check(SIMPLE, "\r\r\n\r\r\n", "\r\r\n\r\r\n");
        }
    }

    @Nested
    class Section_3_4_4_relaxed {

        @Test
        @DisplayName("DKV_18 an empty body is nothing")
        void empty() {
            assertThat(hash(RELAXED)).isEqualTo(EMPTY_RELAXED);
            check(RELAXED, "\r\n", "");
            check(RELAXED, " \t\r\n \r\n", "");
            check(RELAXED, "  ", "");
        }

        @Test
        @DisplayName("DKV_18 white space within and at the ends of lines")
        void whiteSpace() {
            check(RELAXED, "a \t b\t\r\n  c\r\n", "a b\r\n c\r\n");
        }

        @Test
        @DisplayName("PITFALL_32 a lone CR at the very end is content, and so is all that is before it")
        void loneCrAtTheEnd() {
            check(RELAXED, "\r", "\r\r\n");
            check(RELAXED, "a \r", "a \r\r\n");
            check(RELAXED, "a\r\n\r\n\r", "a\r\n\r\n\r\r\n");
            check(RELAXED, "\r\n \t\r", "\r\n \r\r\n");
        }

        @Test
        @DisplayName("PITFALL_30 a last line of blanks is empty")
        void lastLineOfBlanks() {
            check(RELAXED, "hello\r\n \r\n", "hello\r\n");
            check(RELAXED, "hello\r\n\t", "hello\r\n");
            check(RELAXED, "hello ", "hello\r\n");
        }

        @Test
        @DisplayName("PITFALL_31 form feed and the like are no white space")
        void onlySpaceAndTabAreBlank() {
            check(RELAXED, "a\f\u000b b\u00a0\r\n", "a\f\u000b b\u00a0\r\n");
        }

        @Test
        @DisplayName("PITFALL_29 octets above 127 are content")
        void highOctets() {
            check(RELAXED, "\u00ff  \u00e9\u00a0 \u0080\r\n", "\u00ff \u00e9\u00a0 \u0080\r\n");
        }

        @Test
        @DisplayName("PITFALL_32 lone CR and LF are content")
        void loneCrAndLf() {
            check(RELAXED, "a \nb \rc\r", "a \nb \rc\r\r\n");
            check(RELAXED, "a \r\r\n", "a \r\r\n");
            check(RELAXED, "a\r \r\n\n", "a\r\r\n\n\r\n");
        }
    }

    @Nested
    class Section_3_4_5_examples {

        private static final String BODY = " C \r\nD \t E\r\n\r\n\r\n";

        @Test
        @DisplayName("DKV_38 the example of the section")
        void body() {
            check(RELAXED, BODY, " C\r\nD E\r\n");
            check(SIMPLE, BODY, " C \r\nD \t E\r\n");
        }
    }

    @Nested
    class Section_3_5_length {

        @Test
        @DisplayName("PITFALL_33 counts octets of the canonical form")
        void ofTheCanonicalForm() {
            assertThat(hash(RELAXED, 4, List.of("a \t", " b\r", "\nc"))).isEqualTo(hashOf("a b\r"));
        }

        @Test
        @DisplayName("PITFALL_33 zero is the empty body")
        void zero() {
            assertThat(hash(SIMPLE, 0, List.of("abc"))).isEqualTo(EMPTY_RELAXED);
        }

        @Test
        void eachLengthIsHashedOnce() {
            CanonicalBody body = CanonicalBody.of(SIMPLE);
            assertThat(body.hashing(5)).isSameAs(body.hashing(5)).isNotSameAs(body.hashing(6));
        }
    }

    @Property(tries = 5000)
    void anyChunksGiveTheFormOfTheSection(@ForAll("chunks") List<String> chunks, @ForAll DkimCanonicalization form) {
        String whole = String.join("", chunks);
        assertThat(hash(form, Long.MAX_VALUE, chunks)).isEqualTo(hashOf(ReferenceCanonicalization.body(form, whole)));
    }

    @Provide
    Arbitrary<List<String>> chunks() {
        return Arbitraries.strings()
                .withChars('a', '\u00e9', ' ', ' ', '\t', '\r', '\n', '\f')
                .ofMaxLength(6)
                .flatMap(text -> Arbitraries.of(text, text + "\r\n"))
                .list()
                .ofMaxSize(8);
    }

    @Property(tries = 500)
    void longBodiesInAnyChunks(
            @ForAll("lines") List<String> lines,
            @ForAll @Size(max = 10) List<@IntRange(min = 0, max = 3000) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 3000) int lastSize,
            @ForAll DkimCanonicalization form) {
        String whole = String.join("", lines);
        List<String> chunks = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < whole.length(); i++) {
            int end = Math.min(whole.length(), at + (i < sizes.size() ? sizes.get(i) : lastSize));
            chunks.add(whole.substring(at, end));
            at = end;
        }
        assertThat(hash(form, Long.MAX_VALUE, chunks)).isEqualTo(hashOf(ReferenceCanonicalization.body(form, whole)));
    }

    @Property(tries = 2000)
    void muchThatChangesInAnyChunks(
            @ForAll("dense") String whole, @ForAll @IntRange(min = 1, max = 6000) int size, @ForAll Limit limit) {
        for (DkimCanonicalization form : DkimCanonicalization.values()) {
            String canonical = ReferenceCanonicalization.body(form, whole);
            long length = limit.of(canonical.length());
            List<String> chunks = new ArrayList<>();
            for (int at = 0; at < whole.length(); at += size) {
                chunks.add(whole.substring(at, Math.min(whole.length(), at + size)));
            }
            String hashed = canonical.substring(0, (int) Math.min(length, canonical.length()));
            assertThat(hash(form, length, chunks)).isEqualTo(hashOf(hashed));
        }
    }

    /** Values of {@code l=}, beside the length of the canonical form. */
    enum Limit {
        NONE,
        HALF,
        ONE_LESS,
        ALL,
        ONE_MORE;

        long of(int length) {
            return switch (this) {
                case NONE -> Long.MAX_VALUE;
                case HALF -> length / 2;
                case ONE_LESS -> Math.max(0, length - 1);
                case ALL -> length;
                case ONE_MORE -> length + 1;
            };
        }
    }

    /** Up to some thousand octets, some of them in runs; each text is made of a few of them only. */
    @Provide
    Arbitrary<String> dense() {
        Arbitrary<List<String>> few = Arbitraries.of(
                        "a", "words", "\u00e9", " ", "  ", "\t", "\r", "\n", "\r\n", " \r\n")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
        return few.flatMap(pieces -> Arbitraries.frequencyOf(
                        Tuple.of(20, Arbitraries.of(pieces)),
                        Tuple.of(1, Arbitraries.integers().between(2, 300).map(pieces.get(0)::repeat)))
                .list()
                .ofMaxSize(400)
                .map(all -> String.join("", all)));
    }

    @Property(tries = 500)
    @DisplayName("PITFALL_33 any l= is the beginning of the canonical form")
    void anyLength(
            @ForAll("lines") List<String> lines,
            @ForAll @IntRange(max = 4000) int limit,
            @ForAll DkimCanonicalization form) {
        String canonical = ReferenceCanonicalization.body(form, String.join("", lines));
        CanonicalBody body = CanonicalBody.of(form);
        BodyHashing beginning = body.hashing(limit);
        BodyHashing all = body.hashing(Long.MAX_VALUE);
        for (String line : lines) {
            byte[] octets = line.getBytes(StandardCharsets.ISO_8859_1);
            body.update(octets, 0, octets.length);
        }
        body.finish();
        assertThat(body.length()).isEqualTo(canonical.length());
        int hashed = Math.min(limit, canonical.length());
        BodyHash result = beginning.result(body.length());
        assertThat(result.hashed()).isEqualTo(hashed);
        assertThat(base64(result.hash().toByteArray())).isEqualTo(hashOf(canonical.substring(0, hashed)));
        assertThat(base64(all.result(body.length()).hash().toByteArray())).isEqualTo(hashOf(canonical));
    }

    /** Up to some thousand octets: words, blanks, line ends, in pieces shorter and longer than what is handed on at once. */
    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> pieces = Arbitraries.of(
                "word", "two words ", "\u00e9", " ", "\t", "  ", " \t ", "\r", "\n", "\r\n", "\r\n\r\n", " \r\n");
        Arbitrary<String> longer = Arbitraries.of("x", "y z ", "\r\n", "a\r", "b \r\n", "c  ", " \t")
                .flatMap(piece -> Arbitraries.integers().between(1, 700).map(piece::repeat));
        return Arbitraries.frequencyOf(Tuple.of(9, pieces), Tuple.of(1, longer))
                .list()
                .ofMaxSize(40);
    }

    @Tag("corpora")
    @Test
    void corpusOfExamples() {
        int count = 0;
        for (JsonNode example :
                Corpora.json("dkim-syntax/canonicalization.json").get("body")) {
            DkimCanonicalization form = DkimCanonicalization.parse(
                            example.get("algorithm").asString())
                    .orElseThrow();
            check(form, example.get("input").asString(), example.get("output").asString());
            count++;
        }
        System.out.printf("conformance | dkim-syntax/canonicalization.json: bodies | %1$d | %1$d | 0%n", count);
        assertThat(count).isEqualTo(23);
    }
}
