/**
 * DMARC (RFC 9989). SPF and DKIM authenticate domains that a reader never sees. DMARC asks whether one of them belongs
 * together with the domain of the From field, and finds out what the owner of that domain would like to happen if not: the
 * policy is published in DNS, at the domain itself or at an ancestor that the tree walk finds.
 *
 * <p>Start with {@link io.mailseal.dmarc.DmarcEvaluator}, which takes the author domain and the evidence of whatever SPF and
 * DKIM implementations are in use, or with {@link io.mailseal.dmarc.DmarcPolicyResolver} for the policy alone.
 *
 * <pre>{@code
 * DmarcEvaluator dmarc = DmarcEvaluator.builder().resolver(dns).build();
 * DmarcResult result = dmarc.evaluate(DmarcRequest.of(author, List.of(AuthenticationEvidence.dkimPass(signer))));
 * if (result.status() == DmarcStatus.FAIL) { … }
 * }</pre>
 *
 * <p>Everything here is immutable and may be shared between threads. A future that is cancelled takes its DNS questions
 * back. No parameter or result is null.
 */
@NullMarked
package io.mailseal.dmarc;

import org.jspecify.annotations.NullMarked;
