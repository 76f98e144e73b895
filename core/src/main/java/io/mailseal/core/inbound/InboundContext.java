package io.mailseal.core.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.message.HeaderBlock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message when its header has come: the header, the envelope, the time. Immutable.
 *
 * <p>Everything in it but the time and the receiver is what the client says.
 */
public final class InboundContext {

    private final HeaderBlock header;
    private final Instant now;
    private final @Nullable IpAddress client;
    private final String helo;
    private final String mailFrom;
    private final @Nullable DomainName authorDomain;
    private final @Nullable DomainName receiver;

    private InboundContext(
            HeaderBlock header,
            Instant now,
            @Nullable IpAddress client,
            String helo,
            String mailFrom,
            @Nullable DomainName authorDomain,
            @Nullable DomainName receiver) {
        this.header = Objects.requireNonNull(header, "header");
        this.now = Objects.requireNonNull(now, "now");
        this.client = client;
        this.helo = helo;
        this.mailFrom = mailFrom;
        this.authorDomain = authorDomain;
        this.receiver = receiver;
    }

    /** A message of which nothing is known but its header. */
    public static InboundContext of(HeaderBlock header, Instant now) {
        return new InboundContext(header, now, null, "", "", null, null);
    }

    /** The same for a message that came by SMTP. */
    public InboundContext withEnvelope(IpAddress newClient, String newHelo, String newMailFrom) {
        return new InboundContext(
                header,
                now,
                Objects.requireNonNull(newClient, "client"),
                Objects.requireNonNull(newHelo, "helo"),
                Objects.requireNonNull(newMailFrom, "mailFrom"),
                authorDomain,
                receiver);
    }

    /** The same for a message whose From field names this one domain. */
    public InboundContext withAuthorDomain(DomainName newAuthorDomain) {
        return new InboundContext(
                header, now, client, helo, mailFrom, Objects.requireNonNull(newAuthorDomain, "authorDomain"), receiver);
    }

    /** The same at this host. */
    public InboundContext withReceiver(DomainName newReceiver) {
        return new InboundContext(
                header, now, client, helo, mailFrom, authorDomain, Objects.requireNonNull(newReceiver, "receiver"));
    }

    /** The header of the message. */
    public HeaderBlock header() {
        return header;
    }

    /** The time that counts for this message. */
    public Instant now() {
        return now;
    }

    /** The address that it came from; empty if its way is not known. */
    public Optional<IpAddress> client() {
        return Optional.ofNullable(client);
    }

    /** The argument of HELO or EHLO; empty if it is not known. */
    public String helo() {
        return helo;
    }

    /** The reverse-path without its angle brackets; empty for the null reverse-path, or if it is not known. */
    public String mailFrom() {
        return mailFrom;
    }

    /** The one domain of the From field, read as strictly as DMARC needs it; empty for a message without one. */
    public Optional<DomainName> authorDomain() {
        return Optional.ofNullable(authorDomain);
    }

    /** The name of the host that received it, if that was said. */
    public Optional<DomainName> receiver() {
        return Optional.ofNullable(receiver);
    }
}
