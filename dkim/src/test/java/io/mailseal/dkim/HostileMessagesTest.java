package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.dkim.DkimProblem.Kind;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Messages that nobody sends in good faith: each has its defined result, in bounded memory, with a bounded number of
 * questions. With MAILSEAL_LARGE set in the environment the large body is one of a gigabyte, otherwise a sixteenth of it.
 */
class HostileMessagesTest {

    private static final String FIELDS = "From: ann@a.example\r\nSubject: Hello\r\n";
    private static final String BODY = "Hello\r\n";
    private static final TestSigner SIGNER = TestSigner.rsa();
    private static final long MEBIBYTE = 1 << 20;

    private final InMemoryDns dns = InMemoryDns.parse(SIGNER.zone());
    private final DkimVerifier verifier =
            DkimVerifier.builder().dns(dns.sessions()).build();

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private DkimSignatureResult verify(String message) {
        DkimResult result = verifier.verify(Octets.ofLatin1(message));
        assertThat(result.signatures()).hasSize(1);
        return result.signatures().get(0);
    }

    private static void assertProblem(DkimSignatureResult result, Kind kind) {
        assertThat(result.problem().map(DkimProblem::kind))
                .as(result.toString())
                .hasValue(kind);
    }

    /** The same octets again and again. */
    private static final class Repeated extends InputStream {

        private final byte[] unit;
        private long left;
        private int at;

        Repeated(String unit, long length) {
            this.unit = octets(unit);
            this.left = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            for (int done = 0; done < count; ) {
                int some = Math.min(count - done, unit.length - at);
                System.arraycopy(unit, at, target, offset + done, some);
                at = (at + some) % unit.length;
                done += some;
            }
            left -= count;
            return count;
        }
    }

    /** How much memory this thread takes for it, all that is given back at once included. */
    private static long allocated(Work work) throws IOException {
        long before = allocated();
        work.run();
        return allocated() - before;
    }

    // By reflection, since the module under test does not read the module that knows it.
    private static long allocated() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getThreadAllocatedBytes", long.class)
                    .invoke(threads, Thread.currentThread().getId());
        } catch (ReflectiveOperationException missing) {
            throw new AssertionError(missing);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    @Nested
    class Size {

        @Test
        @DisplayName("MSG_08 10,000 header fields: one result, no question")
        void manyFields() {
            String message = text(SIGNER.sign(FIELDS, BODY));
            assertProblem(verify("X: y\r\n".repeat(10_000) + message), Kind.LIMIT_EXCEEDED);
            assertProblem(verify(message.replace("From:", "X: y\r\n".repeat(10_000) + "From:")), Kind.LIMIT_EXCEEDED);
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        @DisplayName(
                "MSG_08 a header of 100 MB, streamed and pushed: one result, no question, memory for the limit alone")
        void largeHeader() throws IOException {
            for (String unit : List.of("X: y\r\n", "x", "X: " + "y".repeat(1000) + "\r\n")) {
                long streamed = allocated(() -> {
                    DkimResult result = verifier.verify(new Repeated(unit, 100 * MEBIBYTE));
                    assertProblem(result.signatures().get(0), Kind.LIMIT_EXCEEDED);
                });
                long pushed = allocated(() -> {
                    DkimVerification verification = verifier.begin();
                    byte[] chunk = new Repeated(unit, MEBIBYTE).readAllBytes();
                    for (int i = 0; i < 100; i++) {
                        verification.update(chunk, 0, chunk.length);
                    }
                    assertProblem(verification.finish().signatures().get(0), Kind.LIMIT_EXCEEDED);
                });
                assertThat(streamed).isLessThan(20 * MEBIBYTE);
                assertThat(pushed).isLessThan(20 * MEBIBYTE);
            }
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        @DisplayName("a body of a gigabyte takes the memory of a small one")
        void largeBody() throws Exception {
            long size = (System.getenv("MAILSEAL_LARGE") == null ? 64 : 1024) * MEBIBYTE;
            String line = "x".repeat(62) + "\r\n";
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = line.repeat(1024).getBytes(StandardCharsets.US_ASCII);
            for (long done = 0; done < size; done += chunk.length) {
                digest.update(chunk);
            }
            String hash = Base64.getEncoder().encodeToString(digest.digest());
            for (String form : List.of("simple/simple", "relaxed/relaxed")) {
                byte[] header = SIGNER.tag("c", form).tag("bh", hash).sign(FIELDS, "");
                long used = allocated(() -> {
                    InputStream message =
                            new SequenceInputStream(new ByteArrayInputStream(header), new Repeated(line, size));
                    DkimSignatureResult result =
                            verifier.verify(message).signatures().get(0);
                    assertThat(result.status()).as(result.toString()).isEqualTo(DkimStatus.PASS);
                    assertThat(result.bodyOctets()).hasValue(size);
                });
                assertThat(used).as(form).isLessThan(8 * MEBIBYTE);
            }
        }

        @Test
        @DisplayName("a body of nothing but line ends, or blanks, is counted, not kept")
        void nothingButLineEnds() throws IOException {
            byte[] header = SIGNER.sign(FIELDS, "");
            for (String unit : List.of("\r\n", " ", " \t\r\n")) {
                long used = allocated(() -> {
                    InputStream message = new SequenceInputStream(
                            new ByteArrayInputStream(header), new Repeated(unit, 16 * MEBIBYTE));
                    DkimStatus status = verifier.verify(message).status();
                    assertThat(status).isEqualTo(DkimStatus.PASS);
                });
                assertThat(used).isLessThan(4 * MEBIBYTE);
            }
        }
    }

    @Nested
    class Number {

        @Test
        @DisplayName("T29 DKV_32 1,000 good signatures under one key: as many as the limit are verified, one question")
        void manySignatures() {
            String message = SIGNER.signature(FIELDS, BODY).repeat(1000) + FIELDS + "\r\n" + BODY;
            DkimResult result = verifier.verify(Octets.ofLatin1(message));
            assertThat(result.signatures()).hasSize(1000);
            assertThat(result.passed()).hasSize(10);
            result.signatures().subList(10, 1000).forEach(one -> assertProblem(one, Kind.LIMIT_EXCEEDED));
            assertThat(dns.questions()).hasSize(1);
        }

        @Test
        @DisplayName("T29 MSG_08 1,000 signatures under as many keys, and 10,000 fields: one result, no question")
        void manySignaturesAndFields() {
            String message = signatures() + "X: y\r\n".repeat(10_000) + FIELDS + "\r\n" + BODY;
            assertProblem(verify(message), Kind.LIMIT_EXCEEDED);
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        @DisplayName("T29 MSG_08 the same where so many fields are allowed: a result for each signature, ten questions")
        void manySignaturesAndAllowedFields() {
            String message = signatures() + "X: y\r\n".repeat(10_000) + FIELDS + "\r\n" + BODY;
            InMemoryDns empty = InMemoryDns.parse("");
            DkimVerifier tolerant = DkimVerifier.builder()
                    .dns(empty.sessions())
                    .messageLimits(new MessageLimits(1 << 20, 20_000, 1 << 18))
                    .build();
            DkimResult result = tolerant.verify(Octets.ofLatin1(message));
            assertThat(result.signatures()).hasSize(1000);
            result.signatures().subList(0, 10).forEach(one -> assertProblem(one, Kind.NO_KEY_NAME));
            result.signatures().subList(10, 1000).forEach(one -> assertProblem(one, Kind.LIMIT_EXCEEDED));
            assertThat(empty.questions()).hasSize(10);
        }

        private static String signatures() {
            StringBuilder header = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                header.append(SIGNER.tag("s", "s" + i).signature(FIELDS, BODY));
            }
            return header.toString();
        }

        @Test
        @DisplayName("T29 1,000 signatures under as many keys, whose servers never answer: one deadline, ten questions")
        void manySlowKeys() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns slow = InMemoryDns.parse("").withClock(clock).withLatency(Duration.ofHours(1));
            DkimVerifier patient = DkimVerifier.builder().dns(slow.sessions()).build();
            DkimResult result = patient.verify(Octets.ofLatin1(signatures() + FIELDS + "\r\n" + BODY));
            assertThat(result.signatures().subList(0, 10)).allMatch(one -> one.status() == DkimStatus.TEMPERROR);
            assertThat(slow.questions()).hasSize(10);
            assertThat(slow.inFlight()).isZero();
        }
    }

    @Nested
    class Tags {

        private final String message = text(SIGNER.sign(FIELDS, BODY));

        @Test
        @DisplayName("T30 a gigantic b=, and one of which nearly all is folding")
        void largeSignature() {
            int b = message.indexOf("\tb=") + 3;
            String before = message.substring(0, b);
            String after = message.substring(b);
            assertProblem(verify(before + "A".repeat(200_000) + after), Kind.SIGNATURE_MISMATCH);
            assertThat(verify(before + "\r\n ".repeat(60_000) + after).status()).isEqualTo(DkimStatus.PASS);
        }

        @Test
        @DisplayName("T31 names of tags that mean something elsewhere")
        void namesOfElsewhere() {
            TestSigner signer =
                    SIGNER.tag("constructor", "1").tag("__proto__", "2").tag("hashCode", "3");
            assertProblem(verify(text(signer.sign(FIELDS, BODY))), Kind.TAG_LIST_SYNTAX);
            TestSigner harmless =
                    SIGNER.tag("constructor", "1").tag("hashCode", "3").tag("x_y", "");
            assertThat(verify(text(harmless.sign(FIELDS, BODY))).status()).isEqualTo(DkimStatus.PASS);
        }
    }

    @Nested
    class Keys {

        private final DomainName name = DomainName.of("s1._domainkey.a.example");

        private DkimSignatureResult verifyUnder(DnsRecord... records) {
            InMemoryDns.Builder zone = InMemoryDns.builder();
            for (DnsRecord record : records) {
                zone.record(name, record);
            }
            return DkimVerifier.builder()
                    .resolver(zone.build())
                    .build()
                    .verify(Octets.of(SIGNER.sign(FIELDS, BODY)))
                    .signatures()
                    .get(0);
        }

        @Test
        @DisplayName("T32 DKV_24 a hundred records")
        void manyRecords() {
            DnsRecord[] records = new DnsRecord[100];
            for (int i = 0; i < records.length; i++) {
                records[i] = DnsRecord.Txt.of("v=DKIM1; n=" + i + "; p=AAAA");
            }
            assertProblem(verifyUnder(records), Kind.MULTIPLE_KEYS);
        }

        @Test
        @DisplayName("T32 a record of 60,000 octets")
        void largeRecord() {
            String notes = "n=" + "x".repeat(59_000) + "; ";
            String p = SIGNER.record().substring("v=DKIM1; ".length());
            assertThat(verifyUnder(new DnsRecord.Txt(Octets.ofLatin1(notes + p)))
                            .status())
                    .isEqualTo(DkimStatus.PASS);
            assertProblem(
                    verifyUnder(new DnsRecord.Txt(Octets.ofLatin1("p=" + "A".repeat(60_000)))), Kind.KEY_MALFORMED);
            assertProblem(verifyUnder(new DnsRecord.Txt(Octets.ofLatin1("a".repeat(60_000)))), Kind.KEY_SYNTAX);
        }
    }

    @Nested
    class Octets_that_are_no_text {

        @Test
        @DisplayName("PITFALL_32 T13 NUL, bare CR and bare LF in the header: malformed, for every signature")
        void header() {
            String message = text(SIGNER.sign(FIELDS, BODY));
            for (String bad : List.of("\u0000", "\r", "\n")) {
                assertProblem(verify(message.replace("Hello", "Hel" + bad + "lo")), Kind.MALFORMED_HEADER);
                assertProblem(verify("X: a" + bad + "b\r\n" + message), Kind.MALFORMED_HEADER);
            }
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        @DisplayName("PITFALL_32 in the body they are octets like others")
        void body() {
            for (String form : List.of("simple/simple", "relaxed/relaxed")) {
                for (String bad : List.of("\u0000", "\r", "\n")) {
                    TestSigner signer = SIGNER.tag("c", form);
                    String message = text(signer.sign(FIELDS, "Hel" + bad + "lo\r\n"));
                    assertThat(verify(message).status()).isEqualTo(DkimStatus.PASS);
                    assertProblem(verify(message.replace("Hel" + bad, "Hel")), Kind.BODY_HASH_MISMATCH);
                }
            }
        }
    }

    @Nested
    class Others {

        @Test
        @DisplayName("PITFALL_44 a verifier keeps nothing of a message")
        void stateless() {
            Octets good = Octets.of(SIGNER.sign(FIELDS, BODY));
            DkimResult first = verifier.verify(good);
            assertThat(verifier.verify(Octets.ofLatin1(FIELDS + "\r\n")).status())
                    .isEqualTo(DkimStatus.NONE);
            assertThat(verifier.verify(Octets.ofLatin1(text(good.toByteArray()) + "x"))
                            .status())
                    .isEqualTo(DkimStatus.FAIL);
            assertThat(verifier.verify(good)).isEqualTo(first);
            assertThat(first.status()).isEqualTo(DkimStatus.PASS);
        }

        @Test
        @DisplayName(
                "T34 a selector made for one message asks its own question, and is in the result, for who counts them")
        void selectors() {
            TestSigner tracking = SIGNER.tag("s", "m-8f3a21.track");
            DkimSignatureResult result = verify(text(tracking.sign(FIELDS, BODY)));
            assertProblem(result, Kind.NO_KEY_NAME);
            assertThat(result.selector()).hasValue(DomainName.of("m-8f3a21.track"));
            assertThat(dns.questions()).hasSize(1);
        }
    }
}
