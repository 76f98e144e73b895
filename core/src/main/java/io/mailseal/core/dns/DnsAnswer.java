package io.mailseal.core.dns;

import io.mailseal.core.DomainName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What became of a question: records ({@link Found}), the certainty that there are none of that type ({@link NoData}) or
 * that the name does not exist ({@link NoSuchName}), or a failure that tells nothing about either ({@link Failed}). No
 * code may treat one as another, so this type has no accessor that works on all four and returns records.
 *
 * <p>The variants are fixed; accessors may be added. Answers are values with equality, and are made by the factories here.
 */
public sealed interface DnsAnswer permits DnsAnswer.Found, DnsAnswer.NoData, DnsAnswer.NoSuchName, DnsAnswer.Failed {

    /** For {@code switch} before Java 21. */
    enum Outcome {
        /** {@link Found}. */
        FOUND,
        /** {@link NoData}. */
        NO_DATA,
        /** {@link NoSuchName}. */
        NO_SUCH_NAME,
        /** {@link Failed}. */
        FAILED
    }

    /** Which variant this is. */
    Outcome outcome();

    /** What was asked. */
    DnsQuestion question();

    /** The name at the end of the alias chain; that of the question where there is none. */
    DomainName canonicalName();

    /** The alias chain from the question's name on, in order; mostly empty. */
    List<DnsAlias> aliases();

    /** How long this may be remembered; zero where nothing is known. */
    Duration ttl();

    /** The DNSSEC status, the weakest of the chain. BOGUS occurs in failures alone. */
    DnsSecurity security();

    /** What a resolver said beyond the outcome. */
    Optional<ExtendedDnsError> extendedError();

    /** For people: why it came out so, where the outcome does not say it all; otherwise empty. Third-party text may be in it. */
    String reason();

    /** At least one record of the type that was asked for. */
    sealed interface Found extends DnsAnswer permits FoundAnswer {

        /** The records, in the order of the answer; at least one. */
        List<DnsRecord> records();

        /** Those of one kind. */
        default <R extends DnsRecord> List<R> records(Class<R> kind) {
            List<R> ofKind = new ArrayList<>(records().size());
            for (DnsRecord record : records()) {
                if (kind.isInstance(record)) {
                    ofKind.add(kind.cast(record));
                }
            }
            return Collections.unmodifiableList(ofKind);
        }

        @Override
        default Outcome outcome() {
            return Outcome.FOUND;
        }
    }

    /**
     * The name exists and has no record of this type.
     *
     * @rfc 2308 2.2
     */
    sealed interface NoData extends DnsAnswer permits NoDataAnswer {
        @Override
        default Outcome outcome() {
            return Outcome.NO_DATA;
        }
    }

    /**
     * There is no such name, nor anything below it: NXDOMAIN.
     *
     * @rfc 8020 2
     */
    sealed interface NoSuchName extends DnsAnswer permits NoSuchNameAnswer {
        @Override
        default Outcome outcome() {
            return Outcome.NO_SUCH_NAME;
        }
    }

    /** Nothing is known. */
    sealed interface Failed extends DnsAnswer permits FailedAnswer {

        /** Why. */
        DnsFailure cause();

        @Override
        default Outcome outcome() {
            return Outcome.FAILED;
        }
    }

    /**
     * Records.
     *
     * @throws IllegalArgumentException for no records
     */
    static Found found(DnsQuestion question, List<? extends DnsRecord> records) {
        return new FoundAnswer(List.copyOf(records), AnswerFacts.of(question));
    }

    /** A name without records of this type. */
    static NoData noData(DnsQuestion question) {
        return new NoDataAnswer(AnswerFacts.of(question));
    }

    /** A name that is not there. */
    static NoSuchName noSuchName(DnsQuestion question) {
        return new NoSuchNameAnswer(AnswerFacts.of(question));
    }

    /** A failure; BOGUS where that is the cause, otherwise INDETERMINATE. */
    static Failed failed(DnsQuestion question, DnsFailure cause) {
        AnswerFacts facts = AnswerFacts.of(question);
        return new FailedAnswer(cause, cause == DnsFailure.BOGUS ? facts.withSecurity(DnsSecurity.BOGUS) : facts);
    }

    /**
     * The same with this status, or with that of the weakest alias if it is weaker.
     *
     * @throws IllegalArgumentException if this would make anything but a bogus failure BOGUS, or a failure SECURE or INSECURE
     */
    DnsAnswer withSecurity(DnsSecurity security);

    /**
     * The same at the end of this alias chain, its status at most that of the weakest hop.
     *
     * @throws IllegalArgumentException if the chain does not begin at the question's name, or does not hang together
     */
    DnsAnswer withAliases(List<DnsAlias> aliases);

    /** The same with this time to live. */
    DnsAnswer withTtl(Duration ttl);

    /** The same with what a resolver said. */
    DnsAnswer withExtendedError(ExtendedDnsError error);

    /** The same with a sentence for people. */
    DnsAnswer withReason(String reason);
}
