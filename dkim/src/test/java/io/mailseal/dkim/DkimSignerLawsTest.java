package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.MessageReader;
import io.mailseal.core.syntax.TagList;
import io.mailseal.testkit.InMemoryDns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for whatever is signed, and however it is fed. */
class DkimSignerLawsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final String ZONE = SigningKeys.zone("r1", SigningKeys.rsa(), "a.example")
            + SigningKeys.zone("e1", SigningKeys.ed25519(), "a.example");

    private static final DkimVerifier VERIFIER = DkimVerifier.builder()
            .resolver(InMemoryDns.parse(ZONE))
            .clock(() -> NOW)
            .build();

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static DkimSigner.Builder ed25519(DkimCanonicalization header, DkimCanonicalization body) {
        return DkimSigner.builder()
                .domain("a.example")
                .key("e1", SigningKeys.ed25519())
                .canonicalization(header, body)
                .allowLongLines()
                .allowRepeatedFields()
                .allowUndeclaredEightBitBody()
                .clock(() -> NOW);
    }

    private static DkimSigner.Builder both(DkimCanonicalization header, DkimCanonicalization body) {
        return ed25519(header, body).key("r1", SigningKeys.rsa());
    }

    private static List<DkimStatus> verify(String message) {
        try {
            return VERIFIER.verify(MessageReader.strict().read(octets(message))).signatures().stream()
                    .map(DkimSignatureResult::status)
                    .toList();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Property(tries = 300)
    @Label("DKS_13 DKS_21 what is signed verifies, in each canonical form")
    void whatIsSignedVerifies(
            @ForAll("headers") String header,
            @ForAll("bodies") String body,
            @ForAll DkimCanonicalization headerForm,
            @ForAll DkimCanonicalization bodyForm) {
        String message = header + "\r\n" + body;
        DkimSigningResult result = both(headerForm, bodyForm).build().sign(octets(message));
        assertThat(result.status()).as(result.toString()).isEqualTo(DkimSigningStatus.SIGNED);
        assertThat(verify(result.toHeaderFields() + message)).containsExactly(DkimStatus.PASS, DkimStatus.PASS);
    }

    @Property(tries = 300)
    void anOctetThatIsChangedIsSeen(
            @ForAll("headers") String header,
            @ForAll("bodies") String body,
            @ForAll @IntRange(max = 10_000) int at,
            @ForAll byte octet) {
        // In simple form every octet counts; the empty lines at the end of a body are changed only into something else.
        DkimCanonicalization simple = DkimCanonicalization.SIMPLE;
        List<String> names = HeaderBlock.parse(Octets.ofLatin1(header)).fields().stream()
                .map(HeaderField::name)
                .toList();
        String message = header + "\r\n" + body + "end.\r\n";
        String fields = ed25519(simple, simple)
                .signedFields(DkimSignedFields.exactly(names))
                .build()
                .sign(octets(message))
                .toHeaderFields();
        byte[] changed = octets(message);
        int place = at % changed.length;
        boolean same = changed[place] == octet;
        changed[place] = octet;
        String received = fields + new String(changed, StandardCharsets.ISO_8859_1);
        assertThat(verify(received).contains(DkimStatus.PASS)).as(received).isEqualTo(same);
    }

    @Property(tries = 500)
    void whatPassesIsCanonicallyTheSame(
            @ForAll("headers") String header,
            @ForAll("bodies") String body,
            @ForAll @IntRange(max = 10_000) int at,
            @ForAll byte octet,
            @ForAll DkimCanonicalization headerForm,
            @ForAll DkimCanonicalization bodyForm) {
        List<HeaderField> fields = HeaderBlock.parse(Octets.ofLatin1(header)).fields();
        List<String> names = fields.stream().map(HeaderField::name).toList();
        String message = header + "\r\n" + body;
        String signature = ed25519(headerForm, bodyForm)
                .signedFields(DkimSignedFields.exactly(names))
                .build()
                .sign(octets(message))
                .toHeaderFields();
        byte[] changed = octets(message);
        changed[at % changed.length] = octet;
        String received = new String(changed, StandardCharsets.ISO_8859_1);
        if (verify(signature + received).contains(DkimStatus.PASS)) {
            assertThat(canonical(received, headerForm, bodyForm)).isEqualTo(canonical(message, headerForm, bodyForm));
        }
    }

    private static List<String> canonical(String message, DkimCanonicalization header, DkimCanonicalization body) {
        int end = message.indexOf("\r\n\r\n") + 2;
        List<String> canonical = new ArrayList<>();
        for (HeaderField field :
                HeaderBlock.parse(Octets.ofLatin1(message.substring(0, end))).fields()) {
            canonical.add(ReferenceCanonicalization.field(header, field.raw().toLatin1()));
        }
        canonical.add(ReferenceCanonicalization.body(body, message.substring(end + 2)));
        return canonical;
    }

    @Property(tries = 500)
    void anOctetOfTheSignatureFieldThatIsChangedIsSeen(
            @ForAll @IntRange(max = 10_000) int at, @ForAll byte octet, @ForAll DkimCanonicalization form) {
        String message = "From: a@a.example\r\nSubject: a\r\n\r\nHello\r\n";
        byte[] field = octets(ed25519(form, form).build().sign(octets(message)).toHeaderFields());
        int place = at % field.length;
        byte[] changed = field.clone();
        changed[place] = octet;
        boolean same = canonical(field).equals(canonical(changed));
        boolean passes = verify(new String(changed, StandardCharsets.ISO_8859_1) + message)
                .contains(DkimStatus.PASS);
        assertThat(passes && !same && !isWithinSignature(field, place))
                .as(new String(changed, StandardCharsets.ISO_8859_1))
                .isFalse();
    }

    private static String canonical(byte[] field) {
        return ReferenceCanonicalization.field(
                DkimCanonicalization.RELAXED, new String(field, StandardCharsets.ISO_8859_1));
    }

    // White space within b= is no part of anything, and base64 has bits to spare in its last character.
    private static boolean isWithinSignature(byte[] field, int place) {
        return place >= new String(field, StandardCharsets.ISO_8859_1).indexOf(" b=") + 3;
    }

    @Property(tries = 200)
    void chunksDoNotMatter(
            @ForAll("anyBodies") String body,
            @ForAll @Size(max = 12) List<@IntRange(max = 12) Integer> lengths,
            @ForAll DkimCanonicalization form) {
        String header = "From: a@a.example\r\n";
        DkimSigner signer = ed25519(form, form).build();
        DkimSigning signing = signer.prepare(HeaderBlock.parse(Octets.ofLatin1(header)));
        byte[] octets = octets(body);
        int at = 0;
        for (int length : lengths) {
            int some = Math.min(length, octets.length - at);
            signing.update(octets, at, some);
            at += some;
        }
        signing.update(octets, at, octets.length - at);
        assertThat(signing.finish()).isEqualTo(signer.sign(octets(header + "\r\n" + body)));
    }

    @Property(tries = 1000)
    void whetherABodyIsInOrder(@ForAll("anyBodies") String body) {
        LineEndWatch watch = new LineEndWatch();
        watch.update(octets(body), 0, body.length());
        String rest = body.replace("\r\n", "");
        boolean wrong = rest.indexOf('\r') >= 0 || rest.indexOf('\n') >= 0 || rest.indexOf('\0') >= 0;
        assertThat(watch.problem() != null).isEqualTo(wrong);
    }

    @Property(tries = 1000)
    @Label("DKS_12 what servers on the way change is seen, in whatever chunks it comes")
    void whatABodyHas(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 1100) Integer> lines,
            @ForAll @IntRange(min = 1, max = 2500) int chunk,
            @ForAll @IntRange(max = 9999) int place,
            @ForAll boolean eightBit,
            @ForAll boolean ended) {
        StringBuilder text = new StringBuilder();
        lines.forEach(length -> text.append("x".repeat(length)).append("\r\n"));
        if (!ended) {
            text.setLength(text.length() - 2);
        }
        byte[] body = octets(text.toString());
        if (eightBit && lines.get(0) > 0) {
            body[place % lines.get(0)] = (byte) (0x80 | place);
        }
        TransportWatch watch = new TransportWatch();
        for (int at = 0; at < body.length; at += chunk) {
            watch.update(body, at, Math.min(chunk, body.length - at));
        }
        assertThat(watch.hasLongLine()).isEqualTo(lines.stream().anyMatch(length -> length > 998));
        assertThat(watch.hasEightBit()).isEqualTo(eightBit && lines.get(0) > 0);
    }

    @Property(tries = 300)
    void normalisedThenVerified(@ForAll("anyBodies") String text, @ForAll DkimCanonicalization form)
            throws IOException {
        String message = "From: a@a.example\n\n" + text.replace('\0', '0');
        ByteArrayOutputStream normalised = new ByteArrayOutputStream();
        DkimSigningResult result = ed25519(form, form)
                .build()
                .signNormalisingLineEnds(new ByteArrayInputStream(octets(message)), normalised);
        String sent = normalised.toString(StandardCharsets.ISO_8859_1);
        assertThat(sent)
                .isEqualTo(message.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n"));
        assertThat(verify(result.toHeaderFields() + sent)).containsExactly(DkimStatus.PASS);
    }

    @Property(tries = 1000)
    @Label("DKS_21 PITFALL_36 folded between words, within 78 columns where that can be")
    void folding(
            @ForAll("names") List<String> names,
            @ForAll @Size(max = 600) byte[] signature,
            @ForAll @IntRange(min = 1, max = 4) int labels,
            @ForAll @IntRange(min = 1, max = 60) int length) {
        String domain = ("d".repeat(length) + ".").repeat(labels) + "example";
        SignatureText text = new SignatureText();
        text.tag("v", "1");
        text.tag("d", domain);
        text.tag("i", "x".repeat(length) + "@" + domain);
        text.list("h", names);
        text.tag("bh", "A".repeat(43) + "=");
        text.beginSignature();
        String unsigned = text.canonical(DkimCanonicalization.SIMPLE);
        String relaxed = text.canonical(DkimCanonicalization.RELAXED);
        String base64 = Base64.getEncoder().encodeToString(signature);
        String field = text.signed(base64);

        assertThat(field).startsWith(unsigned).endsWith("\r\n");
        assertThat(unsigned).endsWith(" b=");
        assertThat(relaxed + "\r\n")
                .isEqualTo(ReferenceCanonicalization.field(DkimCanonicalization.RELAXED, unsigned + "\r\n"));
        List<String> lines = new ArrayList<>(List.of(field.split("\r\n")));
        for (String line : lines) {
            boolean unbreakable = line.startsWith(" d=") || line.startsWith(" i=");
            assertThat(line.length()).as(line).isLessThan(unbreakable ? 998 : 78);
            assertThat(line.strip()).as("a line of nothing").isNotEmpty();
        }
        TagList tags = TagList.parse(field.substring("DKIM-Signature:".length(), field.length() - 2));
        assertThat(tags.faults()).isEmpty();
        assertThat(tags.first("h").orElseThrow().items(':')).isEqualTo(names);
        // Folds stand between tags, after a colon, or in base64, and never within a word.
        assertThat(tags.first("h").orElseThrow().value().replace(":\r\n ", ":")).isEqualTo(String.join(":", names));
        assertThat(tags.first("i").orElseThrow().value()).isEqualTo("x".repeat(length) + "@" + domain);
        assertThat(tags.first("b").orElseThrow().valueWithoutBlanks()).isEqualTo(base64);
    }

    @Property(tries = 300)
    void itsOwnParserReadsWhatWasMeant(
            @ForAll("names") List<String> names,
            @ForAll @IntRange(min = 1, max = 63) int selector,
            @ForAll boolean identity,
            @ForAll boolean expiry,
            @ForAll boolean length,
            @ForAll DkimCanonicalization header,
            @ForAll DkimCanonicalization body) {
        List<String> signed = new ArrayList<>(names);
        signed.add("from");
        DkimSigner.Builder builder = DkimSigner.builder()
                .domain("a.example")
                .key("s".repeat(selector), SigningKeys.ed25519())
                .canonicalization(header, body)
                .signedFields(DkimSignedFields.exactly(signed))
                .clock(() -> NOW);
        if (identity) {
            builder.identity("a b;c=d@x.a.example");
        }
        if (expiry) {
            builder.validFor(Duration.ofDays(3));
        }
        if (length) {
            builder.allowOthersToAppendToTheBody();
        }
        String fields = builder.build()
                .sign(octets("From: a@a.example\r\n\r\nHello\r\n\r\n"))
                .toHeaderFields();
        HeaderField field = HeaderBlock.parse(Octets.ofLatin1(fields)).fields().get(0);
        SignatureParser.Parsed parsed = new SignatureParser(field, SignatureParser.tags(field)).parse();
        assertThat(parsed.problem()).as(fields).isNull();
        DkimSignature signature = parsed.signature();
        assertThat(signature.signedFields()).isEqualTo(signed);
        assertThat(signature.selector()).hasToString("s".repeat(selector));
        assertThat(signature.headerCanonicalization()).isEqualTo(header);
        assertThat(signature.bodyCanonicalization()).isEqualTo(body);
        assertThat(signature.identity()).isEqualTo(identity ? "a b;c=d@x.a.example" : "@a.example");
        assertThat(signature.expiry().isPresent()).isEqualTo(expiry);
        assertThat(signature.bodyLength().isPresent()).isEqualTo(length);
        assertThat(signature.timestamp()).hasValue(NOW);
    }

    @Provide
    Arbitrary<String> headers() {
        Arbitrary<String> field = Combinators.combine(
                        Arbitraries.of("To", "Subject", "SUBJECT", "cc", "List-Id", "X-A", "Sender", "Resent-To"),
                        Arbitraries.strings()
                                .withChars('a', '\u00e9', ' ', '\t', ':', ';', '=', 'F')
                                .ofMaxLength(12))
                // A fold has something on both sides: a line of nothing but blanks is refused.
                .as((name, value) -> name + ":" + value.replace("F", "x\r\n x") + "\r\n");
        return field.list()
                .ofMaxSize(6)
                .flatMap(fields -> Arbitraries.of("From", "from", "FROM")
                        .map(from -> String.join("", fields) + from + ": a@a.example\r\n" + String.join("", fields)));
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.strings()
                .withChars('a', '\u00e9', ' ', '\t', '.', 'L')
                .ofMaxLength(40)
                .map(text -> text.replace("L", "\r\n"));
    }

    @Provide
    Arbitrary<String> anyBodies() {
        return Arbitraries.strings()
                .withChars('a', '\u00e9', ' ', '\t', '\f', '\r', '\n', '\0', 'L', 'W')
                .ofMaxLength(40)
                .map(text -> text.replace("L", "\r\n").replace("W", "0123456789"));
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars('-')
                .ofMinLength(1)
                .ofMaxLength(70)
                .map(name -> name.equals("from") ? "x" : name)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }
}
