package io.mailseal.mime;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.MessageAnomaly;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.field.address.ParseException;
import org.jspecify.annotations.Nullable;

/** Reads one From field: the grammar is that of the mailboxes, what they must be is told here. Accumulates; for one use. */
final class AuthorField {

    private final HeaderField field;
    private final AuthorLimits limits;
    private final List<AuthorAddress> addresses = new ArrayList<>();
    private @Nullable AuthorProblem problem;
    private String reason = "";

    private AuthorField(HeaderField field, AuthorLimits limits) {
        this.field = field;
        this.limits = limits;
    }

    static AuthorField read(HeaderField field, AuthorLimits limits) {
        AuthorField author = new AuthorField(field, limits);
        author.readName();
        author.readValue();
        return author;
    }

    /** The valid addresses, also where there is a problem. */
    List<AuthorAddress> addresses() {
        return addresses;
    }

    /** The first problem; none for a field with at least one address, all of them valid, of whatever domains. */
    Optional<AuthorProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** A sentence about the problem. */
    String reason() {
        return reason;
    }

    private void report(AuthorProblem found, String sentence) {
        if (problem == null) {
            problem = found;
            reason = sentence;
        }
    }

    private void readName() {
        if (has(MessageAnomaly.SPACE_BEFORE_COLON)) {
            report(AuthorProblem.UNCLEAR_FIELD_NAME, "There is white space between From and its colon.");
        } else if (has(MessageAnomaly.LEADING_CONTINUATION)) {
            report(
                    AuthorProblem.UNCLEAR_FIELD_NAME,
                    "The From field begins with white space, as if it continued another.");
        }
    }

    private boolean has(MessageAnomaly anomaly) {
        return field.anomalies().contains(anomaly);
    }

    private void readValue() {
        if (has(MessageAnomaly.NUL) || has(MessageAnomaly.BARE_CR) || has(MessageAnomaly.BARE_LF)) {
            report(AuthorProblem.FORBIDDEN_OCTET, "The From field has a NUL, or a CR or LF that ends no line.");
            return;
        }
        String unfolded = field.unfoldedValue();
        if (unfolded.length() > limits.fieldOctets()) {
            report(
                    AuthorProblem.FIELD_TOO_LONG,
                    "The From field has more than " + limits.fieldOctets() + " octets and was not read.");
            return;
        }
        String text = decodeUtf8(unfolded);
        if (text == null) {
            report(AuthorProblem.NOT_UTF_8, "The From field has octets above 127 that are not UTF-8.");
        } else {
            readList(text);
        }
    }

    // RFC 6532 §3.1: what is not ASCII is UTF-8, or nothing.
    private static @Nullable String decodeUtf8(String octets) {
        if (isAscii(octets)) {
            return octets;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException malformed) {
            return null;
        }
    }

    private static boolean isAscii(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private void readList(String text) {
        List<AuthorMailbox> mailboxes;
        try {
            Optional<AuthorMailbox> ordinary = OrdinaryMailbox.read(text);
            mailboxes = ordinary.isPresent() ? List.of(ordinary.get()) : AuthorMailbox.list(text);
        } catch (ParseException refused) {
            report(AuthorProblem.SYNTAX, "The From field is no valid list of addresses.");
            return;
        }
        if (mailboxes.isEmpty()) {
            report(AuthorProblem.NO_ADDRESS, "The From field has no address.");
        } else if (mailboxes.size() > limits.addresses()) {
            report(
                    AuthorProblem.TOO_MANY_ADDRESSES,
                    "The From field has more than " + limits.addresses() + " addresses and was not read.");
        } else {
            mailboxes.forEach(this::readMailbox);
        }
    }

    private void readMailbox(AuthorMailbox mailbox) {
        String localPart = mailbox.localPart();
        if (mailbox.hasMisplacedDot() || hasControl(localPart)) {
            report(
                    AuthorProblem.INVALID_LOCAL_PART,
                    "The local part \"" + shown(localPart) + "\" in the From field is not valid.");
            return;
        }
        DomainName domain = readDomain(mailbox.domain());
        if (domain != null) {
            Set<AuthorAnomaly> anomalies = anomalies(mailbox, domain);
            addresses.add(new AuthorAddress(localPart, domain, mailbox.displayName(), anomalies));
        }
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable DomainName readDomain(String text) {
        if (text.startsWith("[")) {
            report(
                    AuthorProblem.DOMAIN_LITERAL,
                    "The From field has the address \"" + shown(text) + "\" in place of a domain.");
            return null;
        }
        Optional<DomainName> domain = text.endsWith(".") ? Optional.empty() : DomainName.ofUnicode(text);
        if (domain.isEmpty() || !isMailDomain(domain.get())) {
            report(AuthorProblem.INVALID_DOMAIN, "The domain \"" + shown(text) + "\" in the From field is not valid.");
            return null;
        }
        return domain.get();
    }

    // RFC 5321 §4.1.2 wants letters, digits and inner hyphens. Underscores do occur in subdomains of honest senders,
    // and both DNS and the d= of signatures have them: they count as letters.
    private static boolean isMailDomain(DomainName domain) {
        return domain.isHostName()
                || DomainName.of(domain.toString().replace('_', 'x')).isHostName();
    }

    private static Set<AuthorAnomaly> anomalies(AuthorMailbox mailbox, DomainName domain) {
        Set<AuthorAnomaly> anomalies = EnumSet.noneOf(AuthorAnomaly.class);
        if (mailbox.hasRoute()) {
            anomalies.add(AuthorAnomaly.OBSOLETE_ROUTE);
        }
        // RFC 2047 §5: an encoded-word must not appear in any portion of an addr-spec.
        String localPart = mailbox.localPart();
        int encodedWord = localPart.indexOf("=?");
        if (encodedWord >= 0 && localPart.indexOf("?=", encodedWord + 2) >= 0) {
            anomalies.add(AuthorAnomaly.ENCODED_WORD);
        }
        if (mailbox.isInGroup()) {
            anomalies.add(AuthorAnomaly.GROUP);
        }
        if (domain.labelCount() == 1) {
            anomalies.add(AuthorAnomaly.SINGLE_LABEL);
        }
        if (mailbox.displayName() != null && ShownAddress.isOther(mailbox.displayName(), localPart, domain)) {
            anomalies.add(AuthorAnomaly.ADDRESS_IN_DISPLAY_NAME);
        }
        return anomalies;
    }

    private static String shown(String text) {
        return Octets.ofUtf8(text).toString();
    }
}
