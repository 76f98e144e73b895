package io.mailseal.dkim;

import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The platform's cryptography, counted. */
final class CountingProvider extends Provider {

    private static final long serialVersionUID = 1;

    private final transient AtomicInteger verifications = new AtomicInteger();

    CountingProvider(String algorithm) {
        super("Counting", "1", "counts verifications");
        putService(new Service(this, "Signature", algorithm, Counting.class.getName(), List.of(), null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new Counting(Signature.getInstance(algorithm), verifications);
            }
        });
    }

    int verifications() {
        return verifications.get();
    }

    private static final class Counting extends SignatureSpi {

        private final Signature signature;
        private final AtomicInteger verifications;

        Counting(Signature signature, AtomicInteger verifications) {
            this.signature = signature;
            this.verifications = verifications;
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            signature.initVerify(publicKey);
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineUpdate(byte octet) throws SignatureException {
            signature.update(octet);
        }

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) throws SignatureException {
            signature.update(octets, offset, length);
        }

        @Override
        protected byte[] engineSign() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected boolean engineVerify(byte[] expected) throws SignatureException {
            verifications.incrementAndGet();
            return signature.verify(expected);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException();
        }
    }
}
