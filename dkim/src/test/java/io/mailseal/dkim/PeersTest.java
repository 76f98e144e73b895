package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.message.MessageReader;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages signed here are verified by other implementations, and theirs here: all forms, awkward headers and bodies. */
class PeersTest {

    private static final String FIELDS = "From: Ann <ann@a.example>\r\nTo: b@b.example\r\nSubject: Hello\r\n"
            + "Date: Sun, 01 Nov 2026 00:00:00 +0000\r\nMessage-ID: <1@a.example>\r\n";
    private static final String BODY = "Hello,\r\n\r\nhow are you?\r\n";
    private static final Map<String, String> MESSAGES = messages();

    @TempDir
    private Path folder;

    private static Map<String, String> messages() {
        Map<String, String> messages = new LinkedHashMap<>();
        messages.put("plain", FIELDS + "\r\n" + BODY);
        messages.put("empty-body", FIELDS + "\r\n");
        messages.put("one-empty-line", FIELDS + "\r\n\r\n");
        messages.put("empty-lines", FIELDS + "\r\n\r\n\r\n\r\n");
        messages.put("empty-lines-at-the-end", FIELDS + "\r\n" + BODY + "\r\n\r\n\r\n");
        messages.put("no-final-crlf", FIELDS + "\r\nHello");
        messages.put("trailing-blanks", FIELDS + "\r\nHello \t \r\n \t\r\nyou \r\n");
        messages.put("blanks-within", FIELDS + "\r\na  b \t c\td\r\n\te\r\n");
        messages.put("blanks-at-the-end", FIELDS + "\r\nHello\r\n \r\n\t\r\n");
        messages.put("long-line", FIELDS + "\r\n" + "0123456789 ".repeat(500) + "\r\n");
        messages.put("large", FIELDS + "\r\n" + ("0123456789 ".repeat(6) + "\r\n").repeat(5000));
        messages.put("dots", FIELDS + "\r\n.\r\n..\r\n.a\r\n");
        messages.put("eight-bit", FIELDS + "\r\ngr\u00c3\u00bc\u00c3\u009fe \u00a0\u0085\u00ff\r\n");
        messages.put("form-feed", FIELDS + "\r\na\f\u000b\u0001\u007f\r\n\f\r\n");
        messages.put(
                "folded", FIELDS + "X-A: 1\r\nCc: a@b.example,\r\n\t b@b.example ,\r\n  c@b.example\r\n\r\n" + BODY);
        messages.put("blanks-in-header", FIELDS + "Cc:\ta@b.example \t \r\nReply-To:   b@b.example\r\n\r\n" + BODY);
        messages.put("empty-field", FIELDS + "Cc:\r\nReply-To: \r\n\r\n" + BODY);
        messages.put("letter-case", "FROM: a@a.example\r\nsUbject: A\r\nMime-version: 1.0\r\n\r\n" + BODY);
        messages.put("repeated", "Cc: 1@b.example\r\n" + FIELDS + "Cc: 2@b.example\r\ncc: 3@b.example\r\n\r\n" + BODY);
        messages.put("eight-bit-header", FIELDS + "Cc: \"\u00c3\u00bc\" <a@b.example>\r\n\r\n" + BODY);
        messages.put("list", FIELDS + "List-Unsubscribe: <https://a.example>\r\nSender: c@a.example\r\n\r\n" + BODY);
        return messages;
    }

    private static final class Way {
        final DkimCanonicalization header;
        final DkimCanonicalization body;

        Way(DkimCanonicalization header, DkimCanonicalization body) {
            this.header = header;
            this.body = body;
        }

        static List<Way> all() {
            List<Way> all = new ArrayList<>();
            for (DkimCanonicalization header : DkimCanonicalization.values()) {
                for (DkimCanonicalization body : DkimCanonicalization.values()) {
                    all.add(new Way(header, body));
                }
            }
            return all;
        }

        DkimSigner signer(DkimAlgorithm algorithm) {
            boolean rsa = algorithm == DkimAlgorithm.RSA_SHA256;
            return DkimSigner.builder()
                    .allowLongLines()
                    .allowRepeatedFields()
                    .allowUndeclaredEightBitBody()
                    .domain("a.example")
                    .key(rsa ? "r1" : "e1", rsa ? SigningKeys.rsa() : SigningKeys.ed25519())
                    .canonicalization(header, body)
                    .build();
        }

        @Override
        public String toString() {
            return header.word() + "-" + body.word();
        }
    }

    private static String zone() {
        return "r1._domainkey.a.example " + SigningKeys.record(SigningKeys.rsa()) + "\n" + "e1._domainkey.a.example "
                + SigningKeys.record(SigningKeys.ed25519()) + "\n";
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Map<String, Boolean> write(Peer peer) throws IOException {
        Map<String, Boolean> expected = new LinkedHashMap<>();
        for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
            if (algorithm == DkimAlgorithm.ED25519_SHA256 && !peer.hasEd25519()) {
                continue;
            }
            for (Way way : Way.all()) {
                DkimSigner signer = way.signer(algorithm);
                for (Map.Entry<String, String> message : MESSAGES.entrySet()) {
                    String signed = signer.sign(octets(message.getValue())).toHeaderFields() + message.getValue();
                    String name = algorithm.word() + "." + way + "." + message.getKey();
                    expected.put(name + ".eml", true);
                    Files.write(folder.resolve(name + ".eml"), octets(signed));
                }
                // So that it is seen that the peer does look.
                String signed = signer.sign(octets(MESSAGES.get("plain"))).toHeaderFields() + MESSAGES.get("plain");
                String name = algorithm.word() + "." + way + ".changed";
                expected.put(name + "-body.eml", false);
                expected.put(name + "-header.eml", false);
                expected.put(name + "-added.eml", false);
                Files.write(folder.resolve(name + "-body.eml"), octets(signed + "more\r\n"));
                Files.write(folder.resolve(name + "-header.eml"), octets(signed.replace("Hello\r\n", "Hallo\r\n")));
                Files.write(
                        folder.resolve(name + "-added.eml"),
                        octets(signed.replace("To: b", "To: c@c.example\r\nTo: b")));
            }
        }
        return expected;
    }

    // Lines of: peer, verifies or signs, canonicalization, message, section, reason. One that works after all fails the
    // test.
    private static boolean isKnownToDiffer(Peer peer, String task, String name) {
        try (InputStream in = PeersTest.class.getResourceAsStream("peers-known-differences.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] words = line.split(" ", 6);
                boolean sameTask = words[0].equals(peer.name()) && words[1].equals(task);
                boolean sameMessage = words[3].equals("*")
                        || name.startsWith(words[3] + ".")
                        || name.endsWith("." + words[3] + ".eml");
                if (sameTask && sameMessage && name.contains("." + words[2] + ".")) {
                    return true;
                }
            }
            return false;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @ParameterizedTest
    @EnumSource(Peer.class)
    void oursAreVerifiedByThem(Peer peer) throws IOException {
        peer.require();
        Map<String, Boolean> expected = write(peer);
        expected.replaceAll((name, good) -> good && !isKnownToDiffer(peer, "verifies", name));
        assertThat(peer.verify(folder, zone())).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @ParameterizedTest
    @EnumSource(Peer.class)
    void theirsAreVerifiedHere(Peer peer) throws IOException {
        peer.require();
        for (Map.Entry<String, String> message : MESSAGES.entrySet()) {
            Files.write(folder.resolve(message.getKey() + ".eml"), octets(message.getValue()));
        }
        Path rsa = Files.writeString(
                folder.resolve("rsa.private"), SigningKeys.rsa().toPem());
        Path ed25519 = Files.writeString(
                folder.resolve("ed25519.private"), SigningKeys.ed25519().toPem());
        peer.sign(folder, rsa, ed25519);
        DkimVerifier verifier = DkimVerifier.builder()
                .resolver(InMemoryDns.parse(SigningKeys.zone("r1", SigningKeys.rsa(), "a.example")
                        + SigningKeys.zone("e1", SigningKeys.ed25519(), "a.example")))
                .build();
        Map<String, Boolean> verdicts = new TreeMap<>();
        Map<String, Boolean> expected = new TreeMap<>();
        try (var signed = Files.newDirectoryStream(folder, "*.signed")) {
            for (Path file : signed) {
                String name = file.getFileName().toString();
                DkimResult result = verifier.verify(MessageReader.strict().read(Files.readAllBytes(file)));
                verdicts.put(name, result.status() == DkimStatus.PASS);
                expected.put(name, !isKnownToDiffer(peer, "signs", name));
            }
        }
        assertThat(verdicts).isEqualTo(expected).hasSize((peer.hasEd25519() ? 8 : 4) * MESSAGES.size());
    }
}
