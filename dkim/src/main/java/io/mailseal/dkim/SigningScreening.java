package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dkim.DkimSigningFinding.Code;
import io.mailseal.dkim.DkimSigningProblem.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a message should be signed, and what its sender should know of it if it is: a signature that breaks on the way
 * does more harm than none, and one over what people read in two ways does the most.
 *
 * @rfc 6376 5.3
 * @rfc 6376 3.8
 */
final class SigningScreening {

    // What different programs see differently, or not at all.
    private static final Set<MessageAnomaly> MALFORMED = EnumSet.of(
            MessageAnomaly.NO_COLON,
            MessageAnomaly.LEADING_CONTINUATION,
            MessageAnomaly.EMPTY_NAME,
            MessageAnomaly.INVALID_NAME,
            MessageAnomaly.FOLDED_NAME,
            MessageAnomaly.BLANK_LINE);

    /** What is signed all the same. */
    record Allowances(boolean longLines, boolean undeclaredEightBit, boolean repeatedFields) {}

    private final HeaderBlock header;
    private final Allowances allowances;

    SigningScreening(HeaderBlock header, Allowances allowances) {
        this.header = header;
        this.allowances = allowances;
    }

    /** Why the message is not signed, whatever its body; null if it may be. */
    @Nullable
    DkimSigningProblem headerProblem() {
        if (header.isTruncated()) {
            return DkimSigningProblem.of(Kind.HEADER_TOO_LARGE);
        }
        Set<MessageAnomaly> anomalies = header.anomalies();
        if (anomalies.contains(MessageAnomaly.BARE_CR) || anomalies.contains(MessageAnomaly.BARE_LF)) {
            return new DkimSigningProblem(Kind.BARE_LINE_END, "in the header");
        }
        if (anomalies.contains(MessageAnomaly.NUL)) {
            return new DkimSigningProblem(Kind.NUL, "in the header");
        }
        for (MessageAnomaly anomaly : anomalies) {
            if (MALFORMED.contains(anomaly)) {
                return new DkimSigningProblem(Kind.MALFORMED_HEADER, anomaly.sentence());
            }
        }
        DkimSigningProblem author = authorProblem();
        return author != null ? author : fieldProblem();
    }

    private @Nullable DkimSigningProblem authorProblem() {
        List<HeaderField> authors = header.fields("From");
        return switch (authors.size()) {
            case 0 -> DkimSigningProblem.of(Kind.NO_FROM);
            case 1 -> AuthorField.hasAddress(authors.get(0)) ? null : DkimSigningProblem.of(Kind.FROM_WITHOUT_ADDRESS);
            default -> DkimSigningProblem.of(Kind.SEVERAL_FROM);
        };
    }

    private @Nullable DkimSigningProblem fieldProblem() {
        List<String> repeated = repeatedFields();
        if (!repeated.isEmpty() && !allowances.repeatedFields()) {
            return new DkimSigningProblem(Kind.REPEATED_FIELD, String.join(", ", repeated));
        }
        boolean longLine = header.anomalies().contains(MessageAnomaly.LONG_LINE);
        return longLine && !allowances.longLines() ? new DkimSigningProblem(Kind.LONG_LINE, "in the header") : null;
    }

    // RFC 5322 §3.6
    private List<String> repeatedFields() {
        if (!header.anomalies().contains(MessageAnomaly.REPEATED_FIELD)) {
            return List.of();
        }
        Map<String, Integer> present = new SignedFields(header).counts();
        return KnownFields.SINGLE.stream()
                .filter(name -> present.getOrDefault(name, 0) > 1)
                .toList();
    }

    /** Why the message is not signed, for its body that has ended here; null if it may be. */
    @Nullable
    DkimSigningProblem bodyProblem(LineEndWatch lineEnds, TransportWatch transport) {
        Kind kind = lineEnds.problem();
        if (kind != null) {
            return new DkimSigningProblem(kind, "in the body");
        }
        if (transport.hasLongLine() && !allowances.longLines()) {
            return new DkimSigningProblem(Kind.LONG_LINE, "in the body");
        }
        // The parts of a body may say it; many programs do not repeat it in the header.
        boolean undeclared = transport.hasEightBit()
                && !ContentDeclaration.isEightBit(header)
                && !ContentDeclaration.isComposite(header);
        return undeclared && !allowances.undeclaredEightBit()
                ? DkimSigningProblem.of(Kind.UNDECLARED_EIGHT_BIT_BODY)
                : null;
    }

    /**
     * Why the message is not signed with these names; null if it may be. One that is named less often than it is there is
     * what no strict verifier takes.
     *
     * @rfc 6376 8.15
     */
    @Nullable
    DkimSigningProblem namesProblem(List<String> names) {
        List<String> repeated = repeatedFields();
        if (repeated.isEmpty()) {
            return null;
        }
        Map<String, Integer> present = new SignedFields(header).counts();
        Map<String, Integer> signed = SignedFields.counts(names);
        for (String name : repeated) {
            int times = signed.getOrDefault(name, 0);
            if (times > 0 && times < present.getOrDefault(name, 0)) {
                return new DkimSigningProblem(Kind.UNSIGNED_REPEATED_FIELD, name);
            }
        }
        return null;
    }

    /** What is to be said of a message that is signed with these names. */
    List<DkimSigningFinding> findings(TransportWatch transport, List<String> names) {
        List<DkimSigningFinding> findings = new ArrayList<>();
        if (transport.hasLongLine() || header.anomalies().contains(MessageAnomaly.LONG_LINE)) {
            findings.add(DkimSigningFinding.of(Code.LONG_LINE));
        }
        if (transport.hasEightBit()) {
            boolean declared = ContentDeclaration.isEightBit(header);
            findings.add(DkimSigningFinding.of(declared ? Code.EIGHT_BIT_BODY : Code.UNDECLARED_EIGHT_BIT_BODY));
        }
        for (HeaderField field : header.fields()) {
            if (field.anomalies().contains(MessageAnomaly.NON_ASCII_HEADER)) {
                add(findings, Code.EIGHT_BIT_HEADER, AsciiCase.lower(field.name()));
            }
        }
        repeatedFields().forEach(name -> add(findings, Code.REPEATED_FIELD, name));
        for (String name : KnownFields.ADDED_ON_THE_WAY) {
            if (header.fields(name).isEmpty() && names.stream().anyMatch(signed -> AsciiCase.equal(signed, name))) {
                add(findings, Code.MISSING_FIELD, name);
            }
        }
        return findings;
    }

    private static void add(List<DkimSigningFinding> findings, Code code, String name) {
        DkimSigningFinding finding =
                new DkimSigningFinding(code, Octets.ofLatin1(name).toString());
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }
}
