/**
 * DMARC (RFC 9989). SPF and DKIM authenticate domains that a reader never sees. DMARC asks whether one of them belongs
 * together with the domain of the From field, and finds out what the owner of that domain would like to happen if not:
 * the policy is published in DNS, at the domain itself or at an ancestor that the tree walk finds.
 *
 * <p>Start with {@link io.mailseal.dmarc.DmarcEvaluator}, which takes the author domain and the evidence of whatever
 * SPF and DKIM implementations are in use, and suggests what to do; with {@link io.mailseal.dmarc.DmarcPolicyResolver}
 * for the policy alone; or, as the owner of a domain, with {@link io.mailseal.dmarc.DmarcLinter} and
 * {@link io.mailseal.dmarc.DmarcRecord#builder}.
 *
 * <pre>{@code
 * DmarcEvaluator dmarc = DmarcEvaluator.builder().resolver(dns).build();
 * DmarcResult result = dmarc.evaluate(DmarcRequest.of(author, List.of(AuthenticationEvidence.dkimPass(signer))));
 * switch (result.suggestedHandling().action()) {
 *     case DELIVER -> …
 *     case QUARANTINE -> …
 *     case REJECT -> … // never on a policy alone, unless the receiver says so
 *     case DEFER -> … // DNS did not tell
 * }
 * }</pre>
 *
 * <p>RFC 7489, which many receivers still go by, is here as well ({@link
 * io.mailseal.dmarc.DiscoveryMethod#PUBLIC_SUFFIX_LIST}), and {@code compare} tells what differs. In one point the
 * default is stricter than RFC 9989: that two domains are below the same public suffix aligns nobody ({@link
 * io.mailseal.dmarc.DmarcEvaluator.Builder#allowAlignmentByPublicSuffixes} for the letter of it).
 *
 * <p>Everything here is immutable and may be shared between threads. A future that is cancelled takes its DNS questions
 * back. No parameter or result is null.
 */
@NullMarked
package io.mailseal.dmarc;

import org.jspecify.annotations.NullMarked;
