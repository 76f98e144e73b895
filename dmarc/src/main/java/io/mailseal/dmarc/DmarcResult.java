package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What DMARC says about a message, and why.
 *
 * @rfc 9989 5.3
 */
public final class DmarcResult {

    private final DmarcCase found;
    private final DmarcStatus status;
    private final @Nullable DmarcProblem problem;
    private final String explanation;

    DmarcResult(DmarcCase found, DmarcStatus status, @Nullable DmarcProblem problem, String explanation) {
        this.found = found;
        this.status = status;
        this.problem = problem;
        this.explanation = explanation;
    }

    /** The result for a whole message that this one, of one of its authors, decides. */
    DmarcResult decides(DmarcRequest whole, List<DmarcResult> results) {
        String about =
                "Of " + results.size() + " author domains " + authorDomain().orElseThrow() + " decides. ";
        return new DmarcResult(found.decidedBy(whole, results), status, problem, about + explanation);
    }

    /** The result. */
    public DmarcStatus status() {
        return status;
    }

    /**
     * The author domain, if the message has exactly one. Where it has several and {@linkplain
     * DmarcEvaluator.Builder#evaluateEachAuthor each was evaluated}, the one that decided.
     */
    public Optional<DomainName> authorDomain() {
        return Optional.ofNullable(found.author());
    }

    /** All domains of the From field. */
    public List<DomainName> authorDomains() {
        return found.request().authorDomains();
    }

    /**
     * The results for each of several author domains, in their order; empty where they were not evaluated each.
     *
     * @rfc 9989 11.5
     */
    public List<DmarcResult> perAuthor() {
        return found.perAuthor();
    }

    /** How the policy was looked for; empty where there was no author domain to look for. */
    public Optional<DmarcDiscovery> discovery() {
        return Optional.ofNullable(found.discovery());
    }

    /**
     * The organizational domain of the author domain. Empty where nothing made it necessary to find that out, or it
     * could not be found out.
     *
     * @rfc 9989 3.2.14
     */
    public Optional<DomainName> organizationalDomain() {
        return Optional.ofNullable(found.organizationalDomain())
                .or(() -> discovery().flatMap(DmarcDiscovery::organizationalDomain));
    }

    /**
     * What the domain owner has published for mail that fails: {@code p}, {@code sp} or {@code np}, whichever applies.
     */
    public Optional<DmarcPolicy> publishedPolicy() {
        return discovery().flatMap(DmarcDiscovery::publishedPolicy);
    }

    /**
     * The same after test mode has lowered it, or, by RFC 7489, the lot that the message has drawn. This is the
     * {@code policy.dmarc} of an Authentication-Results field.
     */
    public Optional<DmarcPolicy> effectivePolicy() {
        Optional<DmarcPolicy> policy = discovery().flatMap(DmarcDiscovery::effectivePolicy);
        return isSampledOut() ? policy.map(DmarcPolicy::oneLower) : policy;
    }

    /**
     * Whether the message is one of those to which the record does not want its policy applied, which then is one level
     * lower. Never by RFC 9989, which knows no percentage.
     *
     * @rfc 7489 6.6.4
     */
    public boolean isSampledOut() {
        Optional<DmarcDiscovery> byList =
                discovery().filter(discovery -> discovery.method() == DiscoveryMethod.PUBLIC_SUFFIX_LIST);
        int percentage = byList.flatMap(DmarcDiscovery::record)
                .map(DmarcRecord::percentage)
                .orElse(100);
        // "MUST NOT enact the requested policy on more than the stated percent": without a lot, on none.
        return percentage < 100 && found.request().draw().orElse(100) >= percentage;
    }

    /**
     * What to do with the message as far as DMARC goes. On {@code p=reject} alone it is to quarantine, unless the
     * request has {@link DmarcRequest#withOtherEvidence other evidence} or the evaluator was built {@linkplain
     * DmarcEvaluator.Builder#rejectOnPolicyAlone otherwise}. For temperror it is what {@link
     * DmarcEvaluator.Builder#onTemperror} says, unless the policy is known to be none.
     *
     * @rfc 9989 7.4
     */
    public DmarcHandling suggestedHandling() {
        return found.handling().suggestion(this, found.request().hasOtherEvidence());
    }

    /** The same where the receiver has come to know more against the message since it asked. */
    public DmarcHandling suggestedHandlingWithOtherEvidence() {
        return found.handling().suggestion(this, true);
    }

    /** For each piece of evidence, whether it is aligned; empty where there is no policy to ask for it. */
    public List<IdentifierAlignment> alignments() {
        return found.alignments();
    }

    /** Why it came to neither pass nor fail. */
    public Optional<DmarcProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** The DNSSEC status of the policy: the weakest of the answers used. INDETERMINATE where nothing was asked. */
    public DnsSecurity security() {
        return discovery().map(DmarcDiscovery::security).orElse(DnsSecurity.INDETERMINATE);
    }

    /** For people: why, in a sentence or two. */
    public String explanation() {
        return explanation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DmarcResult that
                && status == that.status
                && found.equals(that.found)
                && Objects.equals(problem, that.problem)
                && explanation.equals(that.explanation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, found);
    }

    @Override
    public String toString() {
        return status.word() + ": " + explanation;
    }
}
