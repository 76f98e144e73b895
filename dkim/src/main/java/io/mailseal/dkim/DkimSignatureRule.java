package io.mailseal.dkim;

import java.util.Optional;

/**
 * What a receiver demands of good signatures beyond what {@link DkimPolicy} knows: of which domains, how they cover the
 * message, what their keys are like. It is asked only about signatures that would pass, so it can make one not count, and
 * never make one count.
 *
 * <pre>{@code
 * DkimSignatureRule wholeMessage = signature -> signature.findings().stream()
 *         .filter(finding -> finding.code() == DkimSignatureFinding.Code.BODY_LENGTH)
 *         .map(DkimSignatureFinding::explanation)
 *         .findFirst();
 * DkimPolicy policy = DkimPolicy.strict().withRule(wholeMessage);
 * }</pre>
 *
 * <p>It is part of the rules, which are a pure function of the message and of DNS: quick, without I/O and state, the same
 * answer for the same signature, from any thread. What it throws ends the verification of the whole message. A rule that is a
 * record makes policies equal that have equal rules.
 *
 * @rfc 6376 6.3
 */
@FunctionalInterface
public interface DkimSignatureRule {

    /**
     * Why the signature is not acceptable: a clause for people, which becomes the {@link DkimProblem#detail} of a
     * {@link DkimProblem.Kind#NOT_ACCEPTED}. Empty if the rule has nothing against it.
     */
    Optional<String> objection(DkimSignatureResult.Passed signature);
}
