package io.mailseal.dkim;

import java.util.concurrent.CompletionStage;

/**
 * Makes signatures with a private key that the program does not have: one in a hardware module, or at a service. The
 * header and the body are canonicalized and hashed before; only a hash goes out, and only a signature comes back.
 *
 * <p>It must be safe for use by several threads, and should answer within a time of its own, for instance by
 * {@link java.util.concurrent.CompletableFuture#orTimeout}: signing waits as long as the stage does. Whatever goes
 * wrong (an exception, a stage that fails or is null, a result that is null or no signature of these octets) becomes a
 * {@link DkimSigningProblem}.
 *
 * <pre>{@code
 * DkimExternalSigner signer = (algorithm, digest) -> kms.signAsync(keyId, digest).orTimeout(2, TimeUnit.SECONDS);
 * }</pre>
 */
@FunctionalInterface
public interface DkimExternalSigner {

    /**
     * Asks for one signature. Called once for each message, on the thread that finishes the signing. If the signing is
     * cancelled, the future of the stage is.
     *
     * @param algorithm that of the key
     * @param digest 32 octets, the SHA-256 hash of what is signed, which is the signer's to keep. For
     *     {@link DkimAlgorithm#RSA_SHA256} it is the hash within RSASSA-PKCS1-v1_5: the signer adds the DigestInfo of
     *     SHA-256 and the padding, and does not hash again. For {@link DkimAlgorithm#ED25519_SHA256} it is the whole
     *     message that plain Ed25519 (neither Ed25519ph nor Ed25519ctx) signs.
     * @return the signature as octets: for RSA as many as the modulus has, for Ed25519 64
     * @rfc 8017 8.2.1
     * @rfc 8463 3
     */
    CompletionStage<byte[]> sign(DkimAlgorithm algorithm, byte[] digest);
}
