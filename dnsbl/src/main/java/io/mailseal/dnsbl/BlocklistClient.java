package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.dnsbl.uri.RegisteredDomains;
import io.mailseal.dnsbl.uri.UriExtractor;
import io.mailseal.psl.PublicSuffixList;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks blocklists and allow lists about addresses, domains, URIs, addresses of e-mail, or all that a message has. Only the lists
 * that it was given are asked; an answer counts as a listing only if the profile of the list says so, and only as long as the
 * list does not list what it says it never lists.
 *
 * <p>Immutable but for what it remembers of the lists, which decides whether they are asked: {@link #states}. Thread-safe; one
 * serves a whole application.
 *
 * @rfc 5782 6
 */
public final class BlocklistClient {

    private final DnsSessions dns;
    private final ClientSettings settings;
    private final ListStates states;
    private final InstantSource clock;
    private final UriExtractor extractor;

    private BlocklistClient(
            DnsSessions dns, ClientSettings settings, ListStates states, InstantSource clock, UriExtractor extractor) {
        this.dns = dns;
        this.settings = settings;
        this.states = states;
        this.clock = clock;
        this.extractor = extractor;
    }

    /** Begins to make one; {@link Builder#resolver} or {@link Builder#dns} must be called, and {@link Builder#profile}. */
    public static Builder builder() {
        return new Builder();
    }

    /** The lists that are asked, in the order in which they were given. */
    public List<BlocklistProfile> profiles() {
        return settings.profiles();
    }

    // ---- checks ----

    /**
     * Asks about an address, and waits for the answers.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public BlocklistResult check(IpAddress address) {
        return check(BlocklistRequest.of(new BlocklistSubject.Address(address)));
    }

    /**
     * Asks about a domain, and waits for the answers.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public BlocklistResult check(DomainName domain) {
        return check(BlocklistRequest.of(new BlocklistSubject.Domain(domain)));
    }

    /**
     * Asks about a URI, and those that it redirects to as far as it says so itself; waits for the answers. Where the text has no
     * URI, nothing is asked.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public BlocklistResult checkUri(String uri) {
        return check(BlocklistRequest.builder().uris(extractor.extractText(uri)).build());
    }

    /**
     * Asks about an address of e-mail and its domain, and waits for the answers. Where the text is none, nothing is asked.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public BlocklistResult checkEmail(String email) {
        return check(
                BlocklistRequest.builder().email(email, SubjectSource.QUESTION).build());
    }

    /**
     * Asks about all that is in the request, all lists at once, and waits for the answers.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public BlocklistResult check(BlocklistRequest request) {
        BlocklistResult result = dns.evaluate(evaluation(request));
        observe(result);
        return result;
    }

    /** The same without waiting. The future fails only for a bug or when it is cancelled, which takes back the questions. */
    public CompletableFuture<BlocklistResult> checkAsync(BlocklistRequest request) {
        return Observed.of(dns.evaluateAsync(evaluation(request)), this::observe);
    }

    /**
     * The rules for this request, with what is remembered of the lists now; to be run in a session of yours, whose limits then
     * hold, or joined with others. They are a record. Tell the client what came of it: {@link #observe}.
     */
    public DnsEvaluation<BlocklistResult> evaluation(BlocklistRequest request) {
        return rules(request, profile -> true);
    }

    /** The same for some of the lists. */
    RequestCheck rules(BlocklistRequest request, Predicate<BlocklistProfile> those) {
        Instant now = clock.instant();
        List<ListPart> parts = new ArrayList<>();
        RequestPlan plan = RequestPlan.of(request, settings, those);
        plan.lookups().forEach((profile, ofList) -> {
            // A list that has nothing to be asked is given no turn, since it could not use it.
            boolean asked = ofList.stream().anyMatch(Lookup::isAsked);
            ListTurn turn = asked ? states.turn(profile.name(), now) : ListTurn.none(profile.name());
            parts.add(new ListPart(profile, turn, ofList, FreshPoint.moment(now)));
        });
        return new RequestCheck(
                parts,
                settings.shortCircuit(),
                settings.limits().reasons(),
                plan.leftOut(),
                request.extractionProblems());
    }

    /** What will probably be asked for this request, if lists are asked at all before others are known. */
    Collection<DnsQuestion> questions(BlocklistRequest request, Predicate<BlocklistProfile> those) {
        Set<DnsQuestion> questions = new LinkedHashSet<>();
        if (!settings.shortCircuit().isPossible()) {
            Instant now = clock.instant();
            RequestPlan.of(request, settings, those.and(profile -> !states.isSuspended(profile.name(), now)))
                    .lookups()
                    .forEach((profile, ofList) -> ofList.stream()
                            .filter(Lookup::isAsked)
                            .map(Lookup::question)
                            .forEach(questions::add));
        }
        return questions;
    }

    /**
     * Remembers what a result of {@link #evaluation} says about the lists; the other methods do so themselves. To tell it twice
     * does no harm.
     */
    public void observe(BlocklistResult result) {
        Instant now = clock.instant();
        result.observations().forEach(seen -> states.observe(seen, now));
    }

    // ---- health ----

    /** What is remembered of the lists now, in their order: whether they are asked, and if not, why and until when. */
    public List<ListState> states() {
        return states.now();
    }

    /**
     * Asks for the test points of all lists, suspended or not, waits for the answers, and remembers what they say: a list that
     * is in order is asked again from here on, and one that is not is suspended. Worth calling at the start, and every now and
     * then.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     * @rfc 5782 5
     */
    public BlocklistHealth checkHealth() {
        BlocklistHealth health = dns.evaluate(new HealthCheck(settings.profiles()));
        settle(health);
        return health;
    }

    /** The same without waiting. Cancelling the future takes back the questions. */
    public CompletableFuture<BlocklistHealth> checkHealthAsync() {
        return Observed.of(dns.evaluateAsync(new HealthCheck(settings.profiles())), this::settle);
    }

    private void settle(BlocklistHealth health) {
        Instant now = clock.instant();
        boolean answered = health.lists().stream().anyMatch(ListHealth::isAnswered);
        for (ListHealth list : health.lists()) {
            if (list.status() == ListHealth.Status.HEALTHY) {
                states.settle(list.list(), null, null, true, now);
            } else if (list.status() == ListHealth.Status.BROKEN && answered) {
                states.settle(list.list(), list.error().orElseThrow(), null, true, now);
            } else {
                // Where all are refused, it is most likely a resolver of ours that refuses.
                list.failure()
                        .filter(failure -> !failure.isOwnLimit())
                        .ifPresent(failure -> states.settle(list.list(), null, failure, answered, now));
            }
        }
    }

    /** Makes a client. Not for use by several threads. */
    public static final class Builder {

        private @Nullable DnsSessions dns;
        private final List<BlocklistProfile> profiles = new ArrayList<>();
        private @Nullable RegisteredDomains registeredDomains;
        private @Nullable UriExtractor extractor;
        private BlocklistLimits limits = BlocklistLimits.DEFAULT;
        private BlocklistBackOff backOff = BlocklistBackOff.DEFAULT;
        private ShortCircuit shortCircuit = ShortCircuit.NEVER;
        private Consumer<ListState> listener = state -> {};
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** Asks this resolver. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Opens sessions as these say, but with the {@link BlocklistLimits} of this client. */
        public Builder dns(DnsSessions newDns) {
            dns = Objects.requireNonNull(newDns, "dns");
            return this;
        }

        /**
         * Asks this list, too. Read its {@link BlocklistProfile#terms} first: most lists want to be asked by small users alone, or
         * not through public resolvers.
         *
         * @throws IllegalArgumentException if there is one of this name already
         */
        public Builder profile(BlocklistProfile profile) {
            if (profiles.stream().anyMatch(other -> other.name().equals(profile.name()))) {
                throw new IllegalArgumentException("two lists with the name " + profile.name());
            }
            profiles.add(profile);
            return this;
        }

        /** Asks these lists, too. */
        public Builder profiles(Collection<BlocklistProfile> newProfiles) {
            newProfiles.forEach(this::profile);
            return this;
        }

        /** How names are reduced for lists of registered domains; by default by the public suffix list of the library. */
        public Builder registeredDomains(RegisteredDomains domains) {
            registeredDomains = Objects.requireNonNull(domains, "registeredDomains");
            return this;
        }

        /** How {@link BlocklistClient#checkUri} finds the URIs in its text; by default one with its defaults. */
        public Builder uriExtractor(UriExtractor newExtractor) {
            extractor = Objects.requireNonNull(newExtractor, "extractor");
            return this;
        }

        /** Other limits than {@link BlocklistLimits#DEFAULT}. */
        public Builder limits(BlocklistLimits newLimits) {
            limits = Objects.requireNonNull(newLimits, "limits");
            return this;
        }

        /** Other pauses than {@link BlocklistBackOff#DEFAULT}. */
        public Builder backOff(BlocklistBackOff newBackOff) {
            backOff = Objects.requireNonNull(newBackOff, "backOff");
            return this;
        }

        /**
         * Tells when a list is suspended, when the reason for that becomes another, and when the list is asked again: once each,
         * so that a line in a log does not come with every message. By default nobody is told.
         *
         * @param newListener quick; called by the threads that checks end on, one or several, without a lock. What it throws
         *     changes nothing
         */
        public Builder listener(Consumer<ListState> newListener) {
            listener = Objects.requireNonNull(newListener, "listener");
            return this;
        }

        /** The time; that of the system if nothing else is said. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /**
         * Asks the lists one after the other, in the order in which they are given, and none any more once the score is that
         * high. Fewer questions, but one waits for the other. Without it all are asked at once.
         *
         * @throws IllegalArgumentException for what is no positive number: nothing would be asked
         */
        public Builder stopAtScore(double score) {
            if (!Double.isFinite(score) || score <= 0) {
                throw new IllegalArgumentException("no score: " + score);
            }
            shortCircuit = new ShortCircuit(score, shortCircuit.whenAllowed());
            return this;
        }

        /**
         * The same once an allow list has something, however little that is: some have codes for hosts that also send spam. Give
         * these lists first.
         */
        public Builder stopWhenAllowed() {
            shortCircuit = new ShortCircuit(shortCircuit.atScore(), true);
            return this;
        }

        /**
         * The client.
         *
         * @throws IllegalStateException if it was not said how to ask DNS, without a list, and where a list needs a key and has
         *     not been given one
         */
        public BlocklistClient build() {
            if (dns == null) {
                throw new IllegalStateException("no resolver");
            }
            if (profiles.isEmpty()) {
                throw new IllegalStateException("no list");
            }
            profiles.stream().filter(profile -> !profile.isUsable()).findFirst().ifPresent(profile -> {
                throw new IllegalStateException(profile.name() + " needs a key");
            });
            RegisteredDomains domains =
                    registeredDomains == null ? RegisteredDomains.of(PublicSuffixList.bundled()) : registeredDomains;
            ClientSettings settings = new ClientSettings(profiles, domains, limits, shortCircuit);
            ListStates states = new ListStates(profiles, backOff, limits.deadline(), listener);
            UriExtractor chosen = extractor == null ? UriExtractor.builder().build() : extractor;
            return new BlocklistClient(limited(dns), settings, states, clock, chosen);
        }

        private DnsSessions limited(DnsSessions sessions) {
            // Beside the names: what confirms each of them, and all test points of lists that are being probed.
            int ofLists = profiles.stream()
                    .mapToInt(profile -> TestPointCheck.points(profile).size())
                    .sum();
            int budget = (int) Math.min(Integer.MAX_VALUE, 2L * limits.lookups() + limits.reasons() + ofLists);
            DnsLimits dnsLimits =
                    sessions.limits().withDeadline(limits.deadline()).withBudget(budget);
            ListTimeLimit limited = new ListTimeLimit(sessions, listTime());
            return sessions.withResolver(limited).withLimits(dnsLimits);
        }

        // A list that is given all of the time would never be seen to be silent: the limit of ours would come first.
        private Duration listTime() {
            Duration half = limits.deadline().dividedBy(2);
            return limits.listTime().compareTo(limits.deadline()) < 0 || half.isZero() ? limits.listTime() : half;
        }
    }
}
