package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.mtasts.PolicyFetcher;
import io.mailseal.mtasts.PolicyResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Asks a policy host once, and whoever asks again gets the same answer. For one host. */
final class RememberedResponse implements PolicyFetcher {

    private final PolicyFetcher fetcher;
    private final AtomicReference<@Nullable PolicyResponse> response = new AtomicReference<>();

    RememberedResponse(PolicyFetcher fetcher) {
        this.fetcher = fetcher;
    }

    @Override
    public CompletionStage<PolicyResponse> fetch(DomainName policyHost) {
        PolicyResponse known = response.get();
        return known != null
                ? CompletableFuture.completedFuture(known)
                : fetcher.fetch(policyHost).thenApply(fetched -> {
                    response.set(fetched);
                    return fetched;
                });
    }

    /** What the host has said; empty if nobody asked it. */
    Optional<PolicyResponse> response() {
        return Optional.ofNullable(response.get());
    }
}
