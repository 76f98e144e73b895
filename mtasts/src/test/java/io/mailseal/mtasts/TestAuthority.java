package io.mailseal.mtasts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
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

/** An authority of our own, and servers with certificates that it has issued. */
final class TestAuthority {

    static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant FAR_AHEAD = Instant.parse("2049-01-01T00:00:00Z");

    private static final AlgorithmIdentifier SIGNATURE = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final char[] PASSWORD = "password".toCharArray();

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private int issued;

    TestAuthority(String commonName) {
        name = new X500Name("CN=" + commonName);
        keys = generate();
        certificate = issue(name, keys, LONG_AGO, FAR_AHEAD, constraints(true));
    }

    /** Who trusts this authority, and no other. */
    CertificateTrust trusted() {
        return CertificateTrust.of(List.of(certificate));
    }

    /** A server whose certificate is for these names. */
    SSLContext server(String... names) {
        return server(LONG_AGO, FAR_AHEAD, "somebody", names);
    }

    /** A server whose certificate is for these names, if any, and valid only then. */
    SSLContext server(Instant notBefore, Instant notAfter, String commonName, String... names) {
        KeyPair serversOwn = generate();
        X500Name subject = new X500Name("CN=" + commonName);
        X509Certificate issuedNow = issue(subject, serversOwn, notBefore, notAfter, of(names));
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate[] chain = {issuedNow, certificate};
            store.setKeyEntry("server", serversOwn.getPrivate(), PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Extensions constraints(boolean authority) {
        try {
            return new Extensions(
                    new Extension(Extension.basicConstraints, true, new BasicConstraints(authority).getEncoded()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Extensions of(String... names) {
        if (names.length == 0) {
            return constraints(false);
        }
        GeneralName[] all = Arrays.stream(names)
                .map(each -> new GeneralName(GeneralName.dNSName, each))
                .toArray(GeneralName[]::new);
        try {
            return new Extensions(
                    new Extension(Extension.subjectAlternativeName, false, new GeneralNames(all).getEncoded()));
        } catch (IOException e) {
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
            X500Name subject, KeyPair subjectKeys, Instant notBefore, Instant notAfter, Extensions extensions) {
        try {
            V3TBSCertificateGenerator fields = new V3TBSCertificateGenerator();
            fields.setSerialNumber(new ASN1Integer(BigInteger.valueOf(++issued)));
            fields.setIssuer(name);
            fields.setSubject(subject);
            fields.setStartDate(new Time(Date.from(notBefore)));
            fields.setEndDate(new Time(Date.from(notAfter)));
            fields.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(subjectKeys.getPublic().getEncoded()));
            fields.setSignature(SIGNATURE);
            fields.setExtensions(extensions);
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
}
