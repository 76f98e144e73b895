/**
 * DomainKeys Identified Mail. A mail domain signs what it sends: some header fields and the body, under a key whose public
 * half is in its DNS. Whoever receives the message can tell that the domain stands behind it and that nobody changed what
 * was signed. It does not say that the domain is that of the author; that is what DMARC adds.
 *
 * <p>Start with {@link io.mailseal.dkim.DkimVerifier}. It gives a {@link io.mailseal.dkim.DkimResult} that holds one
 * {@link io.mailseal.dkim.DkimSignatureResult} for each DKIM-Signature field of the message, whatever is wrong with it.
 *
 * <pre>{@code
 * DkimVerifier verifier = DkimVerifier.builder().resolver(resolver).build();
 * try (Message message = MessageReader.strict().read(in)) {
 *     for (DkimSignatureResult signature : verifier.verify(message).signatures()) {
 *         System.out.println(signature.status().word() + ": " + signature.explanation());
 *     }
 * }
 * }</pre>
 *
 * <p>Who sends starts with {@link io.mailseal.dkim.DkimSigner} and {@link io.mailseal.dkim.DkimPrivateKey}; whoever publishes
 * the keys, with {@link io.mailseal.dkim.DkimKeyRecord}, {@link io.mailseal.dkim.DkimKeyChecker} and
 * {@link io.mailseal.dkim.DkimRotation}. An SMTP server that gets a message in pieces pushes it into a
 * {@link io.mailseal.dkim.DkimVerification}.
 *
 * <p>Verifiers, signers and results are immutable and may be shared between threads; a {@link io.mailseal.dkim.DkimCheck},
 * {@code DkimVerification} or {@link io.mailseal.dkim.DkimSigning} belongs to one message and one thread at a time. Every outcome of DNS, of parsing and of cryptography is a result; exceptions are
 * for misuse, and for the stream that the body comes from. Cancelling a future that was returned takes back the questions
 * to DNS. No parameter or result is null.
 */
@NullMarked
package io.mailseal.dkim;

import org.jspecify.annotations.NullMarked;
