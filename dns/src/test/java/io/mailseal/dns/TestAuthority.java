package io.mailseal.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** An authority of our own, and the certificates for servers that it issues. */
final class TestAuthority {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2049-01-01T00:00:00Z");
    private static final AlgorithmIdentifier SIGNATURE = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private int issued;

    TestAuthority(String commonName) {
        name = new X500Name("CN=" + commonName);
        keys = generate();
        certificate = issue(name, keys, FAR_AHEAD, Extension.basicConstraints, new BasicConstraints(true));
    }

    /** Writes the certificate of a server of this name, and its key, as PEM. */
    void issue(String server, Instant notAfter, Path certificateFile, Path keyFile) throws IOException {
        KeyPair serversOwn = generate();
        GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, server));
        X509Certificate issuedNow =
                issue(new X500Name("CN=" + server), serversOwn, notAfter, Extension.subjectAlternativeName, names);
        try {
            Files.writeString(certificateFile, pem("CERTIFICATE", issuedNow.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        Files.writeString(keyFile, pem("PRIVATE KEY", serversOwn.getPrivate().getEncoded()));
    }

    /** Who trusts this authority, and no other. */
    SSLContext trusted() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate issue(
            X500Name subject,
            KeyPair subjectKeys,
            Instant notAfter,
            ASN1ObjectIdentifier extension,
            ASN1Encodable value) {
        try {
            V3TBSCertificateGenerator fields = new V3TBSCertificateGenerator();
            fields.setSerialNumber(new ASN1Integer(BigInteger.valueOf(++issued)));
            fields.setIssuer(name);
            fields.setSubject(subject);
            fields.setStartDate(new Time(Date.from(LONG_AGO)));
            fields.setEndDate(new Time(Date.from(notAfter)));
            fields.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(subjectKeys.getPublic().getEncoded()));
            fields.setSignature(SIGNATURE);
            fields.setExtensions(new Extensions(
                    new Extension(extension, true, value.toASN1Primitive().getEncoded())));
            TBSCertificate content = fields.generateTBSCertificate();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getEncoded());
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(content);
            parts.add(SIGNATURE);
            parts.add(new DERBitString(signature.sign()));
            byte[] encoded = new DERSequence(parts).getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
