package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HeaderSelectionTest {

    private static final String TAGS = "v=1; a=rsa-sha256; d=a.example; s=s1; bh=AA==; c=%s; h=%s; b=QUFB";

    private static HeaderBlock header(String text) {
        return HeaderBlock.parse(Octets.ofLatin1(text));
    }

    private static DkimSignature signature(HeaderField field) {
        SignatureParser.Parsed parsed = new SignatureParser(field, SignatureParser.tags(field)).parse();
        assertThat(parsed.problem()).isNull();
        return parsed.signature();
    }

    /** What the first DKIM-Signature field of this header covers. */
    private static String signedBy(String text) {
        HeaderBlock header = header(text);
        DkimSignature signature = signature(header.fields("DKIM-Signature").get(0));
        return latin1(new HeaderSelection(header).signedBy(signature).canonical());
    }

    /** The same without the signature field itself. */
    private static String fields(String canonicalization, String names, String fields) {
        String own = "DKIM-Signature: " + TAGS.formatted(canonicalization, names) + "\r\n";
        String canonical = signedBy(own + fields);
        int end = canonical.toLowerCase(Locale.ROOT).lastIndexOf("dkim-signature:");
        return canonical.substring(0, end);
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String relaxed(String field) {
        HeaderCanonicalizer canonicalizer = new HeaderCanonicalizer(DkimCanonicalization.RELAXED, 0);
        header(field).fields().forEach(canonicalizer::add);
        return latin1(canonicalizer.canonical());
    }

    @Nested
    class Section_5_4_2_selection {

        @Test
        @DisplayName("DKV_14 from the bottom upward, each field once")
        void fromTheBottom() {
            assertThat(fields("simple", "x:x", "X: 1\r\nX: 2\r\nX: 3\r\n")).isEqualTo("X: 3\r\nX: 2\r\n");
        }

        @Test
        @DisplayName("DKV_14 PITFALL_34 a name without a field left stands for nothing")
        void exhausted() {
            assertThat(fields("simple", "x:y:x:x:z", "X: 1\r\nZ: 2\r\n")).isEqualTo("X: 1\r\nZ: 2\r\n");
        }

        @Test
        void caseOfNamesDoesNotMatter() {
            assertThat(fields("simple", "FROM:sUbJeCt", "Subject: 1\r\nfrom: 2\r\n"))
                    .isEqualTo("from: 2\r\nSubject: 1\r\n");
        }

        @Test
        @DisplayName("§3.5 other signatures may be signed, never the one being verified")
        void otherSignatures() {
            String other = "DKIM-Signature: other\r\n";
            String own = "DKIM-Signature: " + TAGS.formatted("simple", "dkim-signature:dkim-signature:from");
            assertThat(signedBy(own + "\r\n" + other + "From: x\r\n"))
                    .isEqualTo(other + "From: x\r\n" + own.replace("QUFB", ""));
        }
    }

    @Nested
    class Section_3_4_1_simple {

        @Test
        @DisplayName("DKV_16 nothing is changed")
        void unchanged() {
            String field = "SubJect \t:  a\r\n\t b \r\n";
            assertThat(fields("simple", "subject", field)).isEqualTo(field);
        }

        @Test
        @DisplayName("DKV_16 PITFALL_35 the signature field too, but for the value of b=")
        void signatureField() {
            String own = "Dkim-SIGNATURE:v=1; a=rsa-sha256; d=a.example;\r\n\ts=s1; xb=q; bh=AA==; h=from;%s; zb=b\r\n";
            assertThat(signedBy(own.formatted(" b = QU\r\n FB\r\n ")))
                    .isEqualTo(own.formatted(" b =").replaceAll("\r\n\\z", ""));
        }
    }

    @Nested
    class Section_3_4_2_relaxed {

        @Test
        @DisplayName("DKV_15 DKV_38 the example of §3.4.5")
        void example() {
            assertThat(relaxed("A: X\r\nB : Y\t\r\n\tZ  \r\n")).isEqualTo("a:X\r\nb:Y Z\r\n");
        }

        @Test
        @DisplayName("DKV_15 folding, white space around the colon and at the end")
        void whiteSpace() {
            assertThat(relaxed("Subject \t:\t Ki \tmi \t \r\n No \t\r\n Na Wa\t\r\n \r\n"))
                    .isEqualTo("subject:Ki mi No Na Wa\r\n");
        }

        @Test
        void emptyValue() {
            assertThat(relaxed("X-Empty: \r\n")).isEqualTo("x-empty:\r\n");
        }

        @Test
        @DisplayName("DKV_15 the name in lower case: ASCII letters alone")
        void lowerCase() {
            assertThat(relaxed("AZaz@[`{\u00c4: X\r\n")).isEqualTo("azaz@[`{\u00c4:X\r\n");
        }

        @Test
        @DisplayName("T13 a CR at which the message broke off is content, whatever was read before")
        void brokenOffAtACr() {
            for (int blanks = 0; blanks < 20; blanks++) {
                assertThat(relaxed("A:" + " ".repeat(blanks) + "x\r\nB: y\r")).isEqualTo("a:x\r\nb:y\r\r\n");
            }
        }

        @Test
        @DisplayName("PITFALL_29 octets, whatever the character set")
        void octets() {
            assertThat(relaxed("Subject: \u00c3\u00a9\u00a0\f x\r\n")).isEqualTo("subject:\u00c3\u00a9\u00a0\f x\r\n");
        }

        @Test
        @DisplayName("DKV_16 the signature field with empty b=, without line end")
        void signatureField() {
            assertThat(signedBy("DKIM-Signature: v=1; a=rsa-sha256;\r\n d=a.example; s=s1; bh=AA==; c=relaxed; h=from;"
                            + "\r\n b=QU\r\n FB\r\n"))
                    .isEqualTo("dkim-signature:v=1; a=rsa-sha256; d=a.example; s=s1; bh=AA==; c=relaxed; h=from; b=");
        }

        @Test
        @DisplayName("DKV_16 what stands behind b= counts, too, and is relaxed")
        void signatureFieldWithMoreBehind() {
            assertThat(signedBy("DKIM-Signature : v=1; xb=q;\r\n b = QU\r\n FB\r\n ;  zb=\tb ; a=rsa-sha256;\r\n"
                            + "\td=a.example; s=s1; bh=AA==; c=relaxed; h=from \t\r\n \r\n"))
                    .isEqualTo("dkim-signature:v=1; xb=q; b =; zb= b ; a=rsa-sha256; d=a.example; s=s1; bh=AA==;"
                            + " c=relaxed; h=from");
        }
    }

    @Property
    void relaxedAsTheSectionWordsIt(
            @ForAll @StringLength(max = 20) @Chars({'a', 'B', ' ', '\t', '\u00e9', ':', '\f'}) String value) {
        String field = "Name \t:" + value.replace("B", "\r\n ") + "\r\n";
        assertThat(relaxed(field)).isEqualTo(ReferenceCanonicalization.field(DkimCanonicalization.RELAXED, field));
    }

    @Property
    void asOneNameAfterTheOther(
            @ForAll @Size(max = 12) List<@From("names") String> names,
            @ForAll @Size(min = 1, max = 8) List<@From("names") String> signed,
            @ForAll DkimCanonicalization canonicalization) {
        String own = "DKIM-Signature: " + TAGS.formatted(canonicalization.word(), String.join(":", signed)) + "\r\n";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            text.append(i == names.size() / 2 ? own : "")
                    .append(names.get(i))
                    .append(" :  ")
                    .append(i)
                    .append("\r\n ");
            text.append(" x \r\n");
        }
        HeaderBlock header = header(names.isEmpty() ? own : text.toString());
        HeaderField itself = header.fields().get(names.size() / 2);
        StringBuilder expected = new StringBuilder();
        List<HeaderField> left = new ArrayList<>(header.fields());
        left.remove(itself);
        for (String name : signed) {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (left.get(i).name().equalsIgnoreCase(name)) {
                    String field = left.remove(i).raw().toLatin1();
                    expected.append(ReferenceCanonicalization.field(canonicalization, field));
                    break;
                }
            }
        }
        String unsigned = own.replace("QUFB", "").replace("\r\n", "");
        expected.append(canonicalization == DkimCanonicalization.SIMPLE ? unsigned : relaxedWithoutEnd(unsigned));
        assertThat(latin1(
                        new HeaderSelection(header).signedBy(signature(itself)).canonical()))
                .isEqualTo(expected.toString());
    }

    private static String relaxedWithoutEnd(String field) {
        String relaxed = ReferenceCanonicalization.field(DkimCanonicalization.RELAXED, field + "\r\n");
        return relaxed.substring(0, relaxed.length() - 2);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a", "A", "From", "FROM", "bz", "c[", "X-Long-Name", "dkim-signature", "DKIM-Signature");
    }

    @Tag("corpora")
    @Test
    void corpusOfExamples() {
        int count = 0;
        for (JsonNode example :
                Corpora.json("dkim-syntax/canonicalization.json").get("header")) {
            assertThat(relaxed(example.get("input").asString()))
                    .isEqualTo(example.get("output").asString());
            count++;
        }
        System.out.printf("conformance | dkim-syntax/canonicalization.json: fields | %1$d | %1$d | 0%n", count);
        assertThat(count).isEqualTo(9);
    }
}
