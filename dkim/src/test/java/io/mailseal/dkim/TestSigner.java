package io.mailseal.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Signs messages by the letter of RFC 6376 §3.7; shares nothing with what it tests. Signs anything that it is told to, also
 * what no signer should. One character is one octet.
 */
final class TestSigner {

    private static final KeyPair RSA = rsa(2048);
    private static final Ed25519PrivateKeyParameters ED25519 = new Ed25519PrivateKeyParameters(new SecureRandom());

    private interface Key {
        byte[] sign(byte[] data) throws GeneralSecurityException;
    }

    private final Key key;
    private final String record;
    private final Map<String, String> tags;

    private TestSigner(Key key, String record, Map<String, String> tags) {
        this.key = key;
        this.record = record;
        this.tags = tags;
    }

    static TestSigner rsa() {
        return rsa(RSA);
    }

    static TestSigner rsa(KeyPair pair) {
        String p = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        return new TestSigner(
                data -> signRsa("SHA256withRSA", pair.getPrivate(), data),
                "v=DKIM1; k=rsa; p=" + p,
                tags("rsa-sha256"));
    }

    static TestSigner rsaSha1() {
        String p = Base64.getEncoder().encodeToString(RSA.getPublic().getEncoded());
        return new TestSigner(
                data -> signRsa("SHA1withRSA", RSA.getPrivate(), data), "v=DKIM1; k=rsa; p=" + p, tags("rsa-sha1"));
    }

    static TestSigner ed25519() {
        String p =
                Base64.getEncoder().encodeToString(ED25519.generatePublicKey().getEncoded());
        return new TestSigner(TestSigner::signEd25519, "v=DKIM1; k=ed25519; p=" + p, tags("ed25519-sha256"));
    }

    static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> tags(String algorithm) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("v", "1");
        tags.put("a", algorithm);
        tags.put("c", "relaxed/relaxed");
        tags.put("d", "a.example");
        tags.put("s", "s1");
        tags.put("h", "from:subject");
        return tags;
    }

    private static byte[] signRsa(String name, PrivateKey privateKey, byte[] data) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(name);
        signature.initSign(privateKey);
        signature.update(data);
        return signature.sign();
    }

    private static byte[] signEd25519(byte[] data) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, ED25519);
        byte[] hash = sha256(data);
        signer.update(hash, 0, hash.length);
        return signer.generateSignature();
    }

    /** The same with another value of a tag; null leaves the tag out. */
    TestSigner tag(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(tags);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new TestSigner(key, record, changed);
    }

    /** The text of the key record. */
    String record() {
        return record;
    }

    /** The key record where the signature says, as zone text. */
    String zone() {
        return zone(record);
    }

    /** Another record there. */
    String zone(String text) {
        return "%s._domainkey.%s TXT \"%s\"\n".formatted(tags.get("s"), tags.get("d"), text);
    }

    /** A message of these fields (each with its CRLF) and this body, the signature on top. */
    byte[] sign(String fields, String body) {
        return octets(signature(fields, body) + fields + "\r\n" + body);
    }

    /** The signature field with its CRLF. */
    String signature(String fields, String body) {
        String unsigned =
                "DKIM-Signature: " + text() + "; bh=" + tags.getOrDefault("bh", base64(bodyHash(body))) + ";\r\n\tb=";
        try {
            return unsigned + base64(key.sign(octets(signedData(fields, unsigned)))) + "\r\n";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String text() {
        List<String> list = new ArrayList<>();
        tags.forEach((name, value) -> {
            if (!name.equals("bh")) {
                list.add(name + "=" + value);
            }
        });
        return String.join("; ", list);
    }

    private DkimCanonicalization canonicalization(int half) {
        String[] halves = (tags.getOrDefault("c", "simple") + "/simple").split("/");
        return DkimCanonicalization.parse(halves[half]).orElse(DkimCanonicalization.SIMPLE);
    }

    private byte[] bodyHash(String body) {
        byte[] canonical = octets(ReferenceCanonicalization.body(canonicalization(1), body));
        int length = Math.min(canonical.length, Integer.parseInt(tags.getOrDefault("l", "1000000")));
        return sha256(Arrays.copyOf(canonical, length));
    }

    private String signedData(String fields, String unsigned) {
        List<String> left = fields(fields);
        StringBuilder data = new StringBuilder();
        for (String name : tags.getOrDefault("h", "").split(":")) {
            for (int i = left.size() - 1; i >= 0; i--) {
                String fieldName =
                        left.get(i).substring(0, left.get(i).indexOf(':')).strip();
                if (fieldName.equalsIgnoreCase(name.strip())) {
                    data.append(ReferenceCanonicalization.field(canonicalization(0), left.remove(i)));
                    break;
                }
            }
        }
        String own = ReferenceCanonicalization.field(canonicalization(0), unsigned + "\r\n");
        return data + own.substring(0, own.length() - 2);
    }

    /** Cuts fields apart: a line that begins with a blank belongs to the one before. */
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        for (String line : text.split("(?<=\r\n)(?![ \t])")) {
            if (!line.isEmpty()) {
                fields.add(line);
            }
        }
        return fields;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
