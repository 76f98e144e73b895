package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message as an auditor wants to have it: when, from where, in whose name, what each method said, and what it cost. All
 * the facts of one message in one immutable object, given to an {@link InboundListener}.
 */
public final class InboundEvent {

    private static final int LONGEST_MESSAGE_ID = 250;
    private static final String CUT = "...";

    private final Instant time;
    private final @Nullable String messageId;
    private final @Nullable DomainName receiver;
    private final InboundResult result;
    private final DnsUsage usage;

    InboundEvent(
            Instant time, HeaderBlock header, @Nullable DomainName receiver, InboundResult result, DnsUsage usage) {
        this.time = time;
        this.messageId = messageId(header);
        this.receiver = receiver;
        this.result = result;
        this.usage = usage;
    }

    // Of several fields, none can be told to be the one that others go by.
    private static @Nullable String messageId(HeaderBlock header) {
        List<HeaderField> fields = header.fields("Message-ID");
        if (fields.size() != 1) {
            return null;
        }
        String value = fields.get(0).unfoldedValue().strip();
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < value.length() && safe.length() < LONGEST_MESSAGE_ID; i++) {
            char c = value.charAt(i);
            safe.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return safe.isEmpty() ? null : safe + (value.length() > LONGEST_MESSAGE_ID ? CUT : "");
    }

    /** The time that counted for the message. */
    public Instant time() {
        return time;
    }

    /**
     * Its Message-ID, as the message has it: printable ASCII, a question mark for any other character, and cut after 250.
     * Empty if there is none, or more than one.
     *
     * @rfc 5322 3.6.4
     */
    public Optional<String> messageId() {
        return Optional.ofNullable(messageId);
    }

    /** The host that received it, if that was said. */
    public Optional<DomainName> receiver() {
        return Optional.ofNullable(receiver);
    }

    /** What was found out, with the envelope. */
    public InboundResult result() {
        return result;
    }

    /**
     * What the DNS session has cost: rounds, questions, and the time that was spent waiting. Of a session of the caller's, all
     * that it has cost so far. Of a message that was pushed, the session of the envelope and that of the message together.
     */
    public DnsUsage usage() {
        return usage;
    }

    /**
     * The event as a JSON object on one line, in ASCII, with one flat member for each fact that a search may ask for. Members
     * are never removed and never change their meaning; new ones may come.
     */
    public String toJson() {
        return EventJson.of(this).toString();
    }

    /** As JSON. */
    @Override
    public String toString() {
        return toJson();
    }
}
