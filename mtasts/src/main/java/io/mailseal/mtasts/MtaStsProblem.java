package io.mailseal.mtasts;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no record, no policy, or no new one.
 *
 * @param kind for programs
 * @param explanation a sentence or two for people, in visible ASCII; third-party text is in it
 */
public record MtaStsProblem(Kind kind, String explanation) {

    /** Which part of the way it happened on. */
    public enum Step {
        /** Before anything was asked. */
        DOMAIN,
        /** The text record. */
        RECORD,
        /** HTTPS. */
        FETCH,
        /** The policy that was fetched. */
        POLICY,
        /** What was kept of earlier times. */
        STORE
    }

    /** The kinds of problems; more may be added. */
    public enum Kind {
        /** The domain is no host name, or too long for a label more (§3.4). Nothing was asked. */
        INVALID_DOMAIN(Step.DOMAIN, null),
        /** Policies of this domain are disregarded, as {@link MtaStsCache.Builder#allowWithoutPolicy} says. */
        DISREGARDED(Step.DOMAIN, null),

        /** DNS says that the name of the record does not exist: no MTA-STS. */
        NO_SUCH_NAME(Step.RECORD, null),
        /** There are no text records where it would be: no MTA-STS. */
        NO_TEXT(Step.RECORD, null),
        /** None of the text records is one of MTA-STS: no MTA-STS (§3.1). */
        NO_RECORD(Step.RECORD, null),
        /** There is more than one record, so that none counts (§3.1). */
        MULTIPLE_RECORDS(Step.RECORD, TlsFailureType.STS_POLICY_INVALID),
        /** The record leaves the grammar (§3.1). */
        INVALID_RECORD(Step.RECORD, TlsFailureType.STS_POLICY_INVALID),
        /** The record could not be looked up. */
        DNS_UNAVAILABLE(Step.RECORD, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** The time or the number of questions that DNS may take was used up on the way to the record: a limit of ours. */
        DNS_LIMIT(Step.RECORD, null),

        /** The policy host does not exist, or has no addresses. */
        NO_POLICY_HOST(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** The addresses of the policy host could not be looked up. */
        HOST_DNS_UNAVAILABLE(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** The same limit on the way to the addresses of the policy host. Nothing was connected to. */
        HOST_DNS_LIMIT(Step.FETCH, null),
        /** The policy host has only addresses that nobody on the Internet has; nothing was connected to. */
        ADDRESS_NOT_ALLOWED(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** No address of the policy host could be connected to. */
        CONNECTION_FAILED(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** TLS came to no connection, for another reason than the certificate. */
        TLS_FAILED(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** The certificate is for another name, has expired, or is not trusted (§3.3). */
        CERTIFICATE_INVALID(Step.FETCH, TlsFailureType.STS_WEBPKI_INVALID),
        /** The time for the whole was used up (§3.3). */
        TIMEOUT(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** The connection ended too early. */
        CONNECTION_LOST(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** The answer is no HTTP, or not one that is safe to be read. */
        MALFORMED_RESPONSE(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** A redirect, which is never followed (§3.3). */
        REDIRECT(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** Any other status than 200 (§3.3). */
        HTTP_STATUS(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** The media type is not text/plain (§3.2). */
        MEDIA_TYPE(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** The body is compressed, which was not asked for. */
        CONTENT_ENCODING(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /** Header or body is longer than allowed (§3.3). */
        TOO_LARGE(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),
        /**
         * Too many policies are being fetched already, of this owner or in all, or there is no thread, so that this one was not
         * asked for: a limit of ours, which says nothing of the domain.
         */
        TOO_BUSY(Step.FETCH, null),
        /** The proxy that was given can't be reached, or refuses: the policy host was not asked. */
        PROXY_FAILED(Step.FETCH, null),
        /** A {@link PolicyFetcher} failed in a way that it may not, or did not end: a mistake in a program here. */
        FETCHER_FAILED(Step.FETCH, null),
        /** The policy with this id could not be fetched a short while ago, and is left alone until then (§3.3). */
        PAUSED(Step.FETCH, TlsFailureType.STS_POLICY_FETCH_ERROR),

        /** What was served is no policy (§3.2). */
        INVALID_POLICY(Step.POLICY, TlsFailureType.STS_POLICY_INVALID),

        /** What was kept could not be read: nobody knows whether there is a policy in force. */
        STORE_UNAVAILABLE(Step.STORE, null);

        private final Step step;
        private final @Nullable TlsFailureType failureType;

        Kind(Step step, @Nullable TlsFailureType failureType) {
            this.step = step;
            this.failureType = failureType;
        }

        /** Where it happened. */
        public Step step() {
            return step;
        }

        /**
         * Whether it is a limit or failure of this program, which says nothing of the domain: nobody knows what it publishes.
         * Taking that for no policy would let a stranger who keeps us busy take the protection from others.
         */
        public boolean isOurs() {
            return switch (this) {
                case DNS_LIMIT, HOST_DNS_LIMIT, TOO_BUSY, PROXY_FAILED, FETCHER_FAILED, STORE_UNAVAILABLE -> true;
                default -> false;
            };
        }

        /** What TLS reports call it; empty where it is no failure of the domain's MTA-STS. */
        public Optional<TlsFailureType> failureType() {
            return Optional.ofNullable(failureType);
        }
    }

    static MtaStsProblem dns(Kind kind, DnsQuestion question, DnsFailure cause) {
        return new MtaStsProblem(kind, question + " could not be looked up: " + cause.sentence() + ".");
    }
}
