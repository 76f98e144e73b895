package io.mailseal.core.authres;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageAnomaly;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For a server at the boundary: finds and removes the Authentication-Results fields of others that claim, or could be taken,
 * to be its own. Without that, everything behind the boundary that reads the field can be lied to by any sender. Immutable;
 * may be shared between threads.
 *
 * <pre>{@code
 * ForgedResults forged = ForgedResults.builder().authservId("mx.example.org").build();
 * try (Message message = MessageReader.strict().read(spooled)) {
 *     forged.rewrite(message, out, results.toHeaderField());
 * }
 * }</pre>
 *
 * <p><b>When.</b> After all signatures were verified, on the message as it arrived: a signature may cover a field that is removed.
 * Not at all for mail from a trusted server of one's own, whose fields are to stay: that is known from the connection, not
 * from the message, so it is for the caller to decide.
 *
 * <p><b>What.</b> Fields that bear one of our names, in any disguise: in capitals, quoted, with a final dot, among comments, in
 * A-labels or U-labels, folded, or in Unicode that a normalizer maps to it. Fields in an unknown version. Fields whose
 * author can't be told at all, since a more generous reader might see our name in them, or does without one. And fields of
 * any name that hold such a field behind a lone CR or LF. Fields of others stay, whatever their results look like.
 *
 * @rfc 8601 5
 */
public final class ForgedResults {

    private static final Set<MessageAnomaly> LONE_LINE_ENDS =
            EnumSet.of(MessageAnomaly.BARE_CR, MessageAnomaly.BARE_LF);

    // What is no fault of fields that are to be put above a message.
    private static final Set<MessageAnomaly> ALLOWED_ABOVE =
            EnumSet.of(MessageAnomaly.NO_SEPARATOR, MessageAnomaly.NON_ASCII_HEADER);

    private final OwnNames own;

    private ForgedResults(OwnNames own) {
        this.own = own;
    }

    /** Begins without any name; one is needed. */
    public static Builder builder() {
        return new Builder();
    }

    /** The fields that have to go, from top to bottom. Of a header beyond the limits, those that were read. Never throws. */
    public List<ForgedField> find(HeaderBlock header) {
        List<ForgedField> found = new ArrayList<>();
        for (HeaderField field : header.fields()) {
            reason(field).ifPresent(reason -> found.add(new ForgedField(field, reason)));
        }
        return List.copyOf(found);
    }

    /**
     * The header without them; all other octets stay as they are. A header beyond the limits stays {@linkplain
     * HeaderBlock#isTruncated truncated}: nobody knows what is in its rest, and the message is to be refused.
     */
    public HeaderBlock strip(HeaderBlock header) {
        return header.without(field -> reason(field).isPresent());
    }

    /**
     * Writes a message without them, and with our own fields at the very top; all other octets stay as they are. The message
     * must not have been read from. Where the outcome is not {@link RewriteOutcome#WRITTEN}, nothing was written.
     *
     * @param ownFields one or more whole fields, each with its line end: mostly {@link AuthenticationResults#toHeaderField},
     *     and the Received field below it; or nothing
     * @throws IOException from one of the streams
     * @throws IllegalArgumentException if these are no fields, or hold an empty line
     * @rfc 8601 4
     */
    public RewriteOutcome rewrite(Message message, OutputStream out, String ownFields) throws IOException {
        return rewrite(message, out, Octets.ofUtf8(ownFields));
    }

    /** The same for octets. */
    public RewriteOutcome rewrite(Message message, OutputStream out, Octets ownFields) throws IOException {
        requireFields(ownFields);
        if (message.header().isTruncated()) {
            return RewriteOutcome.HEADER_LIMIT_EXCEEDED;
        }
        HeaderBlock header = strip(message.header());
        if (!header.raw().isEmpty() && FieldText.isBlank(header.raw().at(0)) && !ownFields.isEmpty()) {
            return RewriteOutcome.LEADING_CONTINUATION;
        }
        ownFields.writeTo(out);
        header.raw().writeTo(out);
        if (!message.header().anomalies().contains(MessageAnomaly.NO_SEPARATOR)) {
            out.write('\r');
            out.write('\n');
        }
        message.body().transferTo(out);
        return RewriteOutcome.WRITTEN;
    }

    private static void requireFields(Octets fields) {
        int length = fields.length();
        boolean whole = length == 0 || (length > 2 && fields.at(length - 2) == '\r' && fields.at(length - 1) == '\n');
        if (!whole || !ALLOWED_ABOVE.containsAll(HeaderBlock.parse(fields).anomalies())) {
            throw new IllegalArgumentException("not whole header fields, and nothing else");
        }
        if (length > 0 && !HeaderBlock.parse(fields).anomalies().contains(MessageAnomaly.NO_SEPARATOR)) {
            throw new IllegalArgumentException("an empty line among header fields");
        }
    }

    // ---- one field ----

    private Optional<ForgedField.Reason> reason(HeaderField field) {
        if (field.anomalies().stream().anyMatch(LONE_LINE_ENDS::contains) && hidesField(field)) {
            return Optional.of(ForgedField.Reason.HIDDEN);
        }
        return isResultsField(field.name()) ? Optional.ofNullable(reasonOf(field.rawValue())) : Optional.empty();
    }

    private ForgedField.@Nullable Reason reasonOf(Octets value) {
        String text = value.toUtf8();
        ResultsHead head = new AuthenticationResultsParser(text).readHead();
        if (head == null) {
            return own.mayBeIn(text) ? ForgedField.Reason.CLAIMS_IDENTITY : ForgedField.Reason.UNREADABLE;
        }
        String before = text.substring(0, head.end());
        if (own.mayBeIn(before) || own.mayBeIn(head.authservId())) {
            return ForgedField.Reason.CLAIMS_IDENTITY;
        }
        if (!head.isSupported()) {
            return ForgedField.Reason.UNSUPPORTED_VERSION;
        }
        // What is no UTF-8, or encoded in a way that has no place here, may be read as anything.
        boolean obscure = before.indexOf('\uFFFD') >= 0 || before.contains("=?");
        return obscure ? ForgedField.Reason.UNREADABLE : null;
    }

    // Octets that no name has might be passed over by somebody.
    private static boolean isResultsField(String name) {
        StringBuilder visible = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > ' ' && c < 0x7F) {
                visible.append(c);
            }
        }
        return Keyword.areSame(visible.toString(), AuthenticationResults.FIELD_NAME);
    }

    // A line that begins behind a lone CR or LF, and is such a field.
    private static boolean hidesField(HeaderField field) {
        String raw = field.raw().toLatin1();
        int start = -1;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\r' || c == '\n') {
                start = i + 1;
            } else if (c == ':' && start >= 0) {
                if (isResultsField(raw.substring(start, i))) {
                    return true;
                }
                start = -1;
            }
        }
        return false;
    }

    /** Says who we are. For one thread. */
    public static final class Builder {

        private final Set<List<String>> names = new HashSet<>();
        private final Set<DomainName> domains = new HashSet<>();

        private Builder() {}

        /**
         * A name of ours, as it stands in our fields; several may be given.
         *
         * @throws IllegalArgumentException if it holds neither letter nor digit
         */
        public Builder authservId(String authservId) {
            List<String> words = OwnNames.wordsOf(authservId);
            if (words.isEmpty()) {
                throw new IllegalArgumentException("a name without letters or digits");
            }
            names.add(words);
            return this;
        }

        /**
         * This domain, and every name below it, are ours; several may be given.
         *
         * @throws IllegalArgumentException for the root
         */
        public Builder domain(DomainName domain) {
            if (domain.isRoot()) {
                throw new IllegalArgumentException("the root is nobody's");
            }
            domains.add(domain);
            return this;
        }

        /**
         * As it was said.
         *
         * @throws IllegalStateException if there is no name
         */
        public ForgedResults build() {
            if (names.isEmpty() && domains.isEmpty()) {
                throw new IllegalStateException("no name of ours");
            }
            return new ForgedResults(new OwnNames(Set.copyOf(names), Set.copyOf(domains)));
        }
    }
}
