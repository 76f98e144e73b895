package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.psl.PublicSuffixList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates DMARC for a message. Immutable; one serves a whole application.
 *
 * @rfc 9989 5.3
 */
public final class DmarcEvaluator {

    private final DnsSessions sessions;
    private final DmarcSettings settings;

    private DmarcEvaluator(DnsSessions sessions, DmarcSettings settings) {
        this.sessions = sessions;
        this.settings = settings;
    }

    /** Begins to make an evaluator; it needs a resolver. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Evaluates, and waits for DNS.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DmarcResult evaluate(DmarcRequest request) {
        return sessions.evaluate(evaluation(request));
    }

    /** Evaluates without waiting. Cancelling the future takes back the questions. */
    public CompletableFuture<DmarcResult> evaluateAsync(DmarcRequest request) {
        return sessions.evaluateAsync(evaluation(request));
    }

    /** The rules, to be run in a session of the caller's or joined with others. */
    public DnsEvaluation<DmarcResult> evaluation(DmarcRequest request) {
        return new DmarcEvaluation(request, settings);
    }

    /**
     * Evaluates by both methods, and waits for DNS: what a receiver that still goes by RFC 7489 says, beside what one
     * by RFC 9989 does. The method that the evaluator was built with does not matter.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DmarcComparison compare(DmarcRequest request) {
        return sessions.evaluate(comparison(request));
    }

    /** Evaluates by both methods without waiting. Cancelling the future takes back the questions. */
    public CompletableFuture<DmarcComparison> compareAsync(DmarcRequest request) {
        return sessions.evaluateAsync(comparison(request));
    }

    /** The rules of both methods, to be run in a session of the caller's or joined with others. */
    public DnsEvaluation<DmarcComparison> comparison(DmarcRequest request) {
        DmarcSettings whole = settings.findingTheOrganization();
        return new DmarcComparison.Check(
                new DmarcEvaluation(request, whole.with(DiscoveryMethod.TREE_WALK)),
                new DmarcEvaluation(request, whole.with(DiscoveryMethod.PUBLIC_SUFFIX_LIST)));
    }

    /**
     * What an evaluation will probably ask, worth asking before SPF and DKIM have come to their ends: the at most eight
     * questions of the author domain's tree walk, and those of the identifiers that only DNS can compare with it.
     *
     * @param identifiers domains that may turn out to be authenticated
     */
    public List<DnsQuestion> questions(DomainName authorDomain, Collection<DomainName> identifiers) {
        return AlignmentCheck.questions(authorDomain, identifiers, settings);
    }

    /** Makes evaluators. For one thread. */
    public static final class Builder {

        private @Nullable DnsSessions sessions;
        private DmarcSettings settings = DmarcSettings.defaults();

        private Builder() {}

        /** Asks this resolver, within the default limits. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Asks in sessions that are opened so. */
        public Builder dns(DnsSessions newSessions) {
            sessions = Objects.requireNonNull(newSessions, "dns");
            return this;
        }

        /** How the organizational domain is found; by default by the tree walk of RFC 9989. */
        public Builder discoveryMethod(DiscoveryMethod method) {
            settings = settings.with(Objects.requireNonNull(method, "method"));
            return this;
        }

        /**
         * The list that tells below which names strangers live; by default the one that comes with the library, both
         * its sections. With {@link PublicSuffixList#icannOnly} only what registries open to everybody counts.
         */
        public Builder publicSuffixList(PublicSuffixList list) {
            settings = settings.with(new PublicSuffixes(Objects.requireNonNull(list, "list")));
            return this;
        }

        /**
         * The letter of RFC 9989: two domains are aligned also if a public suffix, or a name above one, is their
         * organizational domain. That is so where the record of a registry, such as one for {@code com}, does not say
         * {@code psd=y}; then everybody below it may send mail in the name of everybody else. Without this call such
         * domains are {@link IdentifierAlignment.State#SHARED_PUBLIC_SUFFIX}, unless they belong to one owner by the
         * public suffix list, or the owner of a suffix that is no registry's declares {@code psd=n} there. What both
         * RFC 9989 and RFC 7489 align is aligned in any case. Which policy applies is not touched by it.
         *
         * @rfc 9989 11.8
         */
        public Builder allowAlignmentByPublicSuffixes() {
            settings = settings.withoutGuard();
            return this;
        }

        /** As {@link #evaluateEachAuthor(int)}, for at most three domains. */
        public Builder evaluateEachAuthor() {
            return evaluateEachAuthor(3);
        }

        /**
         * Where the one From field of a message names several domains, each is evaluated as if it were the only one,
         * and the result with the strictest suggested handling decides; that the message passes it must for all. Without this
         * call, and for more domains than these, the result is permerror with SEVERAL_AUTHORS.
         *
         * @throws IllegalArgumentException for less than two
         * @rfc 9989 11.5
         */
        public Builder evaluateEachAuthor(int max) {
            if (max < 2) {
                throw new IllegalArgumentException("not several: " + max);
            }
            settings = settings.withMaxAuthors(max);
            return this;
        }

        /**
         * How many different identifiers may be compared by walking the tree; by default 20. If there are more and none
         * of those compared is aligned, the result is permerror with LIMIT_EXCEEDED.
         *
         * @throws IllegalArgumentException for a negative number
         */
        public Builder maxIdentifiers(int number) {
            if (number < 0) {
                throw new IllegalArgumentException("negative: " + number);
            }
            settings = settings.withMaxIdentifiers(number);
            return this;
        }

        /**
         * Legacy behaviour: {@code p=reject} is reason enough to suggest rejection, as in RFC 7489. RFC 9989 forbids
         * it, since it loses mail of mailing lists and whoever else passes messages on, and their subscribers with it.
         *
         * @rfc 9989 7.4
         */
        public Builder rejectOnPolicyAlone() {
            settings = settings.with(settings.handling().withRejectionOnPolicyAlone());
            return this;
        }

        /**
         * What to suggest while DNS does not tell, which RFC 9989 leaves to the receiver. By default it is {@link
         * DmarcHandling.Action#DEFER} ("fail closed"): otherwise whoever can keep a domain's name servers from
         * answering gets around its policy. {@link DmarcHandling.Action#DELIVER} ("fail open") does not delay mail of
         * domains whose name servers are in trouble.
         *
         * @throws IllegalArgumentException for {@link DmarcHandling.Action#REJECT}: a lookup that failed is no reason to
         *     refuse a message for good
         * @rfc 9989 4.10.1
         */
        public Builder onTemperror(DmarcHandling.Action action) {
            if (action == DmarcHandling.Action.REJECT) {
                throw new IllegalArgumentException("temperror is no reason to reject; DEFER asks to try again");
            }
            settings = settings.with(settings.handling().withOnTemperror(Objects.requireNonNull(action, "action")));
            return this;
        }

        /**
         * What to suggest for a message without exactly one author domain, to which no policy can apply. By default it
         * is {@link DmarcHandling.Action#QUARANTINE}, since to deliver it would be a way around every policy.
         *
         * @throws IllegalArgumentException for {@link DmarcHandling.Action#DEFER}: it will be the same at every attempt
         * @rfc 9989 11.5
         */
        public Builder withoutSingleAuthor(DmarcHandling.Action action) {
            if (action == DmarcHandling.Action.DEFER) {
                throw new IllegalArgumentException("to try again does not change the author");
            }
            settings = settings.with(settings.handling().withoutSingleAuthor(Objects.requireNonNull(action, "action")));
            return this;
        }

        /**
         * The evaluator.
         *
         * @throws IllegalStateException without a resolver
         */
        public DmarcEvaluator build() {
            if (sessions == null) {
                throw new IllegalStateException("a resolver is needed");
            }
            return new DmarcEvaluator(sessions, settings);
        }
    }
}
