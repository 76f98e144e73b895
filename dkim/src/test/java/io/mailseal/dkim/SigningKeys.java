package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** Keys that sign in tests, and what signs with them without this library. */
final class SigningKeys {

    private static final DkimPrivateKey RSA = DkimPrivateKey.generate(DkimAlgorithm.RSA_SHA256);
    private static final DkimPrivateKey OTHER_RSA = DkimPrivateKey.generate(DkimAlgorithm.RSA_SHA256);
    private static final DkimPrivateKey ED25519 = DkimPrivateKey.generate(DkimAlgorithm.ED25519_SHA256);

    // RFC 8017 §9.2, note 1: the DigestInfo of SHA-256 before the hash
    private static final byte[] SHA256_INFO = HexFormat.of().parseHex("3031300d060960864801650304020105000420");

    private SigningKeys() {}

    static DkimPrivateKey rsa() {
        return RSA;
    }

    static DkimPrivateKey otherRsa() {
        return OTHER_RSA;
    }

    static DkimPrivateKey ed25519() {
        return ED25519;
    }

    /** RFC 6376, appendix C. */
    static DkimPrivateKey rfc6376() {
        return DkimPrivateKey.parse("""
                -----BEGIN RSA PRIVATE KEY-----
                MIICXwIBAAKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFC
                jxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gb
                to/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB
                AoGBALmn+XwWk7akvkUlqb+dOxyLB9i5VBVfje89Teolwc9YJT36BGN/l4e0l6QX
                /1//6DWUTB3KI6wFcm7TWJcxbS0tcKZX7FsJvUz1SbQnkS54DJck1EZO/BLa5ckJ
                gAYIaqlA9C0ZwM6i58lLlPadX/rtHb7pWzeNcZHjKrjM461ZAkEA+itss2nRlmyO
                n1/5yDyCluST4dQfO8kAB3toSEVc7DeFeDhnC1mZdjASZNvdHS4gbLIA1hUGEF9m
                3hKsGUMMPwJBAPW5v/U+AWTADFCS22t72NUurgzeAbzb1HWMqO4y4+9Hpjk5wvL/
                eVYizyuce3/fGke7aRYw/ADKygMJdW8H/OcCQQDz5OQb4j2QDpPZc0Nc4QlbvMsj
                7p7otWRO5xRa6SzXqqV3+F0VpqvDmshEBkoCydaYwc2o6WQ5EBmExeV8124XAkEA
                qZzGsIxVP+sEVRWZmW6KNFSdVUpk3qzK0Tz/WjQMe5z0UunY9Ax9/4PVhp/j61bf
                eAYXunajbBSOLlx4D+TunwJBANkPI5S9iylsbLs6NkaMHV6k5ioHBBmgCak95JGX
                GMot/L2x0IYyMLAz6oLWh2hm7zwtb0CgOrPo1ke44hFYnfc=
                -----END RSA PRIVATE KEY-----
                """).orElseThrow();
    }

    /** RFC 8463 A.1. */
    static DkimPrivateKey rfc8463Ed25519() {
        byte[] seed = Base64.getDecoder().decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");
        return DkimPrivateKey.ofEd25519Seed(Octets.of(seed));
    }

    /** RFC 8463 A.1. */
    static DkimPrivateKey rfc8463Rsa() {
        return DkimPrivateKey.parse("""
                -----BEGIN RSA PRIVATE KEY-----
                MIICXQIBAAKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi
                Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqM
                KrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB
                AoGAH0cxOhFZDgzXWhDhnAJDw5s4roOXN4OhjiXa8W7Y3rhX3FJqmJSPuC8N9vQm
                6SVbaLAE4SG5mLMueHlh4KXffEpuLEiNp9Ss3O4YfLiQpbRqE7Tm5SxKjvvQoZZe
                zHorimOaChRL2it47iuWxzxSiRMv4c+j70GiWdxXnxe4UoECQQDzJB/0U58W7RZy
                6enGVj2kWF732CoWFZWzi1FicudrBFoy63QwcowpoCazKtvZGMNlPWnC7x/6o8Gc
                uSe0ga2xAkEA8C7PipPm1/1fTRQvj1o/dDmZp243044ZNyxjg+/OPN0oWCbXIGxy
                WvmZbXriOWoSALJTjExEgraHEgnXssuk7QJBALl5ICsYMu6hMxO73gnfNayNgPxd
                WFV6Z7ULnKyV7HSVYF0hgYOHjeYe9gaMtiJYoo0zGN+L3AAtNP9huqkWlzECQE1a
                licIeVlo1e+qJ6Mgqr0Q7Aa7falZ448ccbSFYEPD6oFxiOl9Y9se9iYHZKKfIcst
                o7DUw1/hz2Ck4N5JrgUCQQCyKveNvjzkkd8HjYs0SwM0fPjK16//5qDZ2UiDGnOe
                uEzxBDAr518Z8VFbR41in3W4Y3yCDgQlLlcETrS+zYcL
                -----END RSA PRIVATE KEY-----
                """).orElseThrow();
    }

    /** The text of the key record. */
    static String record(DkimPrivateKey key) {
        return "v=DKIM1; k=" + key.algorithm().keyType() + "; p="
                + Base64.getEncoder().encodeToString(key.publicKey().toByteArray());
    }

    /** The key record as zone text. */
    static String zone(String selector, DkimPrivateKey key, String domain) {
        return selector + "._domainkey." + domain + " TXT \"" + record(key) + "\"\n";
    }

    /** What a hardware module does that is given a SHA-256 hash. */
    static byte[] signRsaDigest(DkimPrivateKey key, byte[] digest) {
        byte[] info = new byte[SHA256_INFO.length + digest.length];
        System.arraycopy(SHA256_INFO, 0, info, 0, SHA256_INFO.length);
        System.arraycopy(digest, 0, info, SHA256_INFO.length, digest.length);
        return sign("NONEwithRSA", privateKey("RSA", key), info);
    }

    /** Plain Ed25519 over these octets. */
    static byte[] signEd25519(DkimPrivateKey key, byte[] message) {
        return sign("Ed25519", privateKey("Ed25519", key), message);
    }

    private static byte[] sign(String name, PrivateKey key, byte[] data) {
        try {
            Signature signer = Signature.getInstance(name);
            signer.initSign(key);
            signer.update(data);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static PrivateKey privateKey(String type, DkimPrivateKey key) {
        String base64 =
                key.toPem().lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
        try {
            return KeyFactory.getInstance(type)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
