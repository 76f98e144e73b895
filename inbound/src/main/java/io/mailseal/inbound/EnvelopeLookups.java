package io.mailseal.inbound;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.spf.SpfResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the envelope of a message that is pushed leads to, looked up while the message comes. In a DNS session of its own: what
 * a client says there can use up neither the time nor the hints of the message, and so keep the policy of its author from
 * being asked for.
 */
final class EnvelopeLookups {

    private final DnsSession session;
    private final List<EnvelopeLookup<?>> all = new ArrayList<>(3);
    private final @Nullable EnvelopeLookup<SpfResult> spf;
    private final @Nullable EnvelopeLookup<SpfResult> spfHelo;
    private final @Nullable EnvelopeLookup<IprevResult> iprev;
    private volatile boolean settled;

    private EnvelopeLookups(MailTransaction message, DnsSession session) {
        this.session = session;
        this.spf = begin(message.spf());
        this.spfHelo = begin(message.spfHelo());
        this.iprev = begin(message.iprev());
    }

    static EnvelopeLookups begin(MailTransaction message, DnsSessions sessions) {
        DnsSession session = sessions.open();
        try {
            return new EnvelopeLookups(message, session);
        } catch (RuntimeException | Error failed) {
            session.close();
            throw failed;
        }
    }

    private <R> @Nullable EnvelopeLookup<R> begin(Optional<DnsEvaluation<R>> rules) {
        if (rules.isEmpty()) {
            return null;
        }
        EnvelopeLookup<R> lookup = EnvelopeLookup.begin(session, rules.get());
        all.add(lookup);
        return lookup;
    }

    Optional<EnvelopeLookup<SpfResult>> spf() {
        return Optional.ofNullable(spf);
    }

    Optional<EnvelopeLookup<SpfResult>> spfHelo() {
        return Optional.ofNullable(spfHelo);
    }

    Optional<EnvelopeLookup<IprevResult>> iprev() {
        return Optional.ofNullable(iprev);
    }

    /** Waits for all of them. */
    EnvelopeResults await() {
        return new EnvelopeResults(
                spf == null ? null : spf.await(),
                spfHelo == null ? null : spfHelo.await(),
                iprev == null ? null : iprev.await(),
                session.usage());
    }

    /** All of them, when they are there. */
    CompletableFuture<EnvelopeResults> results() {
        return CompletableFuture.allOf(all.stream().map(EnvelopeLookup::again).toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> await()); // for nothing
    }

    /**
     * The message has its result. Whoever has asked for one of these alone is about to have it: the session is closed after
     * that.
     */
    void settle() {
        settled = true;
        CompletableFuture<Void> unused = CompletableFuture.allOf(
                        all.stream().map(EnvelopeLookup::begun).toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, failure) -> session.close());
    }

    /** Gives up what is not there yet. */
    void close() {
        if (!settled) {
            session.close();
        }
    }
}
