package io.mailseal.inbound;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** RSA of the platform, which counts how often a signature is verified. */
final class CountingProvider extends Provider {

    private static final long serialVersionUID = 1;

    private final transient AtomicInteger verifications = new AtomicInteger();

    CountingProvider() {
        super("Counting", "1", "counts verifications");
        putService(
                new Service(
                        this, "Signature", "SHA256withRSA", CountingSignature.class.getName(), List.of(), Map.of()) {
                    @Override
                    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                        return new CountingSignature();
                    }
                });
    }

    int verifications() {
        return verifications.get();
    }

    private final class CountingSignature extends SignatureSpi {

        private final Signature platform = Signature.getInstance("SHA256withRSA");

        private CountingSignature() throws NoSuchAlgorithmException {}

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            platform.initVerify(key);
        }

        @Override
        protected void engineUpdate(byte octet) throws SignatureException {
            platform.update(octet);
        }

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) throws SignatureException {
            platform.update(octets, offset, length);
        }

        @Override
        protected void engineUpdate(ByteBuffer octets) {
            try {
                platform.update(octets);
            } catch (SignatureException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            verifications.incrementAndGet();
            return platform.verify(signature);
        }

        @Override
        protected void engineInitSign(PrivateKey key) {
            throw new UnsupportedOperationException("verifies only");
        }

        @Override
        protected byte[] engineSign() {
            throw new UnsupportedOperationException("verifies only");
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException("has no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException("has no parameters");
        }
    }
}
