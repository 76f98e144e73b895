package io.mailseal.testkit.nameserver;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A TLS context for both ends, with a certificate made here.
 *
 * @rfc 5280 4.1
 */
final class SelfSigned {

    private static final char[] PASSWORD = "password".toCharArray();

    private SelfSigned() {}

    static SSLContext context() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate(pair)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("key", certificate);
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(store, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static byte[] certificate(KeyPair pair) throws GeneralSecurityException {
        byte[] ecdsaWithSha256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
        byte[] name = der(0x30, der(0x31, der(0x30, new byte[] {6, 3, 0x55, 4, 3}, text(0x0C, "loopback"))));
        byte[] signed = der(
                0x30,
                der(0xA0, new byte[] {2, 1, 2}),
                new byte[] {2, 1, 1},
                ecdsaWithSha256,
                name,
                der(0x30, text(0x18, "20200101000000Z"), text(0x18, "21200101000000Z")),
                name,
                pair.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed);
        return der(0x30, signed, ecdsaWithSha256, der(3, new byte[1], signature.sign()));
    }

    private static byte[] text(int tag, String text) {
        return der(tag, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        WireWriter content = new WireWriter();
        for (byte[] part : parts) {
            content.octets(part);
        }
        WireWriter out = new WireWriter().octet(tag);
        if (content.length() < 128) {
            out.octet(content.length());
        } else {
            out.octet(0x82).number16(content.length());
        }
        return out.octets(content.toByteArray()).toByteArray();
    }
}
