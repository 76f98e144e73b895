package io.mailseal.inbound;

import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.ReceivedSpf;
import io.mailseal.spf.SpfResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that was found out about a message. The same message, envelope, time and DNS answers give an equal one.
 *
 * <p>Each method speaks for itself; what they come to together is {@link #dmarc}, and what to answer the client,
 * {@link #suggestedReply}.
 */
public final class InboundResult {

    private final SmtpEnvelope envelope;
    private final AuthorPart.Found found;
    private final @Nullable SpfResult spfHelo;
    private final @Nullable IprevResult iprev;
    private final List<InboundMethodOutcome> methods;

    InboundResult(
            SmtpEnvelope envelope,
            AuthorPart.Found found,
            @Nullable SpfResult spfHelo,
            @Nullable IprevResult iprev,
            List<InboundMethodOutcome> methods) {
        this.envelope = envelope;
        this.found = found;
        this.spfHelo = spfHelo;
        this.iprev = iprev;
        this.methods = List.copyOf(methods);
    }

    /** How the message came. */
    public SmtpEnvelope envelope() {
        return envelope;
    }

    /** Who the message says that it is from. */
    public AuthorAddresses author() {
        return found.author();
    }

    /**
     * SPF for MAIL FROM, which with a null reverse-path is postmaster at the HELO name; empty if the client is not known.
     * This is the one that DMARC looks at.
     *
     * @rfc 7208 2.4
     */
    public Optional<SpfResult> spf() {
        return Optional.ofNullable(found.spf());
    }

    /**
     * SPF for the HELO name; empty if that or the client is not known, or it was not to be evaluated. A name that is no
     * domain name, such as {@code localhost} or {@code [192.0.2.1]}, is none.
     *
     * @rfc 7208 2.3
     */
    public Optional<SpfResult> spfHelo() {
        return Optional.ofNullable(spfHelo);
    }

    /**
     * Whether the client has a name that leads back to it; empty if the client is not known, or it was not to be evaluated.
     *
     * @rfc 8601 3
     */
    public Optional<IprevResult> iprev() {
        return Optional.ofNullable(iprev);
    }

    /** DKIM, signature by signature. */
    public DkimResult dkim() {
        return found.dkim();
    }

    /** DMARC, from SPF for MAIL FROM and DKIM. */
    public DmarcResult dmarc() {
        return found.dmarc();
    }

    /** What became of the methods that joined: those beside the others first, then those after DMARC. */
    public List<InboundMethodOutcome> methods() {
        return methods;
    }

    /** What a method that joined has found, by its type; the first if there are several. Empty if it failed, or is not there. */
    public <T> Optional<T> detail(Class<T> type) {
        return methods.stream()
                .flatMap(method -> method.finding().stream())
                .map(finding -> finding.detail())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /**
     * The field that tells the programs behind this server. It is to be put above all other fields, after those have been
     * removed that claim to be of this server.
     *
     * @param authservId the name by which these programs know this server
     * @throws IllegalArgumentException if that can't stand in the field
     * @rfc 8601 5
     */
    public AuthenticationResults toAuthenticationResults(String authservId) {
        return ResultsField.of(authservId, this);
    }

    /**
     * The Received-SPF fields, in the order in which they are to be put above the message: that of MAIL FROM, and that of
     * HELO. None if SPF was not evaluated.
     *
     * @param receiver the domain name of this host
     * @throws IllegalArgumentException if that can't stand in the field
     * @rfc 7208 9.1
     */
    public List<ReceivedSpf> toReceivedSpf(String receiver) {
        return Stream.concat(spf().stream(), spfHelo().stream())
                .map(spf -> ReceivedSpf.of(spf, receiver))
                .toList();
    }

    /** What to reply to the client for a receiver that does what DMARC suggests; empty if the message is to be taken. */
    public Optional<SmtpReply> suggestedReply() {
        return suggestedReply(InboundReplyPolicy.followDmarc());
    }

    /**
     * What to reply to the client at the end of the data; empty if the message is to be taken, be it into quarantine. The
     * text names domains that the client or others have chosen, in printable ASCII.
     *
     * @rfc 7372 3
     * @rfc 9989 7.2
     */
    public Optional<SmtpReply> suggestedReply(InboundReplyPolicy policy) {
        return ReplyDecision.of(this, policy);
    }

    /**
     * All of it for programs: a JSON object on one line, in ASCII. Members are never removed and never change their meaning;
     * new ones may come. They have the names that the program {@code mailseal} uses.
     */
    public String toJson() {
        return ResultJson.of(this).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InboundResult that
                && envelope.equals(that.envelope)
                && found.equals(that.found)
                && Objects.equals(spfHelo, that.spfHelo)
                && Objects.equals(iprev, that.iprev)
                && methods.equals(that.methods);
    }

    @Override
    public int hashCode() {
        return Objects.hash(envelope, found);
    }

    /** For people: the statuses. */
    @Override
    public String toString() {
        String spfWord = spf().map(spf -> spf.status().word()).orElse("not evaluated");
        return "spf " + spfWord + ", dkim " + dkim().status().word() + ", dmarc "
                + dmarc().status().word();
    }
}
