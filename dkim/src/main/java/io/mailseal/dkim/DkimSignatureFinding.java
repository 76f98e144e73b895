package io.mailseal.dkim;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Something that makes a signature worth less than it could be, whether it passes or not: data for whoever signs, for
 * reputation, and for a {@link DkimSignatureRule}. It changes no status.
 *
 * @param code what, for programs
 * @param subject the name of the header field or of the tag that it is about, in lower case; empty where it is about neither
 * @see DkimSignatureResult#findings
 */
public record DkimSignatureFinding(Code code, String subject) {

    /** How bad it is. */
    public enum Severity {
        /** What people see need not be what was signed, or anybody might have signed it. */
        ERROR,
        /** It helps those who would change or replay the message. */
        WARNING,
        /** It is worth a look. */
        NOTE
    }

    /** What there is to be found. A constant keeps its name, its meaning and its severity; more may be added. */
    public enum Code {
        /** The end of the body is not signed: it may say anything (§8.2). */
        PARTIAL_BODY(Severity.ERROR, "The end of the body is not signed."),
        /** The message has several From fields: which of them people see is not known (§8.15). */
        SEVERAL_FROM_FIELDS(Severity.ERROR, "The message has several From fields."),
        /** A field that may be there once is there once more than it is signed (§8.15). */
        UNSIGNED_REPEATED_FIELD(Severity.ERROR, "A signed field occurs once more, unsigned."),
        /** The key was made by a generator whose keys can be factored (CVE-2017-15361). */
        FACTORABLE_KEY(Severity.ERROR, "The private key can be computed from the public one (CVE-2017-15361)."),

        /** The signature has {@code l=}: more body could be added, even if this message has none (§8.2). */
        BODY_LENGTH(Severity.WARNING, "More could be added to the body."),
        /** A field that decides what people see, or whom they answer, is there and not signed (§5.4.1). */
        CONTENT_FIELD_NOT_SIGNED(Severity.WARNING, "A field that people see is not signed."),
        /** An RSA key of less than 2048 bits (RFC 8301 §3.2). */
        SHORT_KEY(Severity.WARNING, "The key has less than 2048 bits."),

        /** Another field whose signing is recommended is there and not signed (§5.4.1). */
        RECOMMENDED_FIELD_NOT_SIGNED(Severity.NOTE, "A field that should be signed is not."),
        /** A From field could be added without breaking the signature: it is signed no more often than it is there. */
        FROM_NOT_OVERSIGNED(Severity.NOTE, "A second From field would not break the signature."),
        /** The signature has no {@code x=}: the message can be sent again for as long as the key is there (§8.6). */
        NO_EXPIRY(Severity.NOTE, "The signature never expires."),
        /** The key says that its domain is only trying out DKIM (§3.6.1). */
        TESTING_KEY(Severity.NOTE, "The key is only for testing.");

        private final Severity severity;
        private final String sentence;

        Code(Severity severity, String sentence) {
            this.severity = severity;
            this.sentence = sentence;
        }

        /** How bad it is. */
        public Severity severity() {
            return severity;
        }
    }

    // Those whose subject is a tag.
    private static final Set<Code> TAGS = EnumSet.of(Code.PARTIAL_BODY, Code.BODY_LENGTH, Code.NO_EXPIRY);

    /** Neither is null. */
    public DkimSignatureFinding {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(subject, "subject");
    }

    static DkimSignatureFinding of(Code code) {
        return new DkimSignatureFinding(code, "");
    }

    /** How bad it is. */
    public Severity severity() {
        return code.severity();
    }

    /** For people: a sentence. */
    public String explanation() {
        if (subject.isEmpty()) {
            return code.sentence;
        }
        String shown = TAGS.contains(code) ? subject + "=" : subject;
        return code.sentence.substring(0, code.sentence.length() - 1) + " (" + shown + ").";
    }

    /** For people. */
    @Override
    public String toString() {
        return severity() + ": " + explanation();
    }
}
