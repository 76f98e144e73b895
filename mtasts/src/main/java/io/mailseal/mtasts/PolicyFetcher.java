package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.util.concurrent.CompletionStage;

/**
 * Asks a policy host for its policy: GET, without redirects, cache or content encoding.
 * {@link HttpsPolicyFetcher} does it as the RFC says; any other is a lambda, in tests, or where another HTTP client must be
 * used. What is judged of the answer (status, media type, encoding, size, the policy itself) is judged by
 * {@link MtaStsFetcher} whoever has fetched it; <em>that it came over TLS from the host that was meant is for the fetcher
 * alone to see to</em>.
 *
 * @rfc 8461 3.3
 */
@FunctionalInterface
public interface PolicyFetcher {

    /**
     * Fetches {@code https://<policyHost>/.well-known/mta-sts.txt}. Never blocks; any outcome is a response. A stage that is
     * null or fails is taken as {@link MtaStsProblem.Kind#FETCHER_FAILED}: it says nothing of the domain, and mail waits if no
     * policy is in force. It may be cancelled by the one who asked. It should end in a minute (§3.3) whatever the host does;
     * after three it is cancelled, and has failed.
     *
     * @param policyHost {@code mta-sts.<domain>}
     */
    CompletionStage<PolicyResponse> fetch(DomainName policyHost);
}
