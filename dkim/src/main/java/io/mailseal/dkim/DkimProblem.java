package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.syntax.TagFault;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a signature does not pass: the kind for programs, and what else is known about it. A value with equality.
 */
public final class DkimProblem {

    /**
     * What is wrong, each with the status that it means.
     *
     * @rfc 8601 2.7.1
     */
    public enum Kind {
        /** The signature field is no list of tags. */
        TAG_LIST_SYNTAX(DkimStatus.NEUTRAL, "the signature field is no list of tags"),
        /** A tag occurs twice in the signature field. */
        DUPLICATE_TAG(DkimStatus.NEUTRAL, "a tag occurs twice"),
        /** The value of a tag is not what its grammar allows. */
        INVALID_TAG(DkimStatus.NEUTRAL, "the value of a tag is invalid"),
        /** The value of a tag should be base64 and is not. */
        INVALID_BASE64(DkimStatus.NEUTRAL, "the value of a tag is not base64"),
        /** The value of a tag should be a number and is not. */
        INVALID_NUMBER(DkimStatus.NEUTRAL, "the value of a tag is not a number"),
        /** The signature expires before or at the time at which it was made. */
        EXPIRY_NOT_AFTER_TIMESTAMP(DkimStatus.NEUTRAL, "the signature expires before it was made"),
        /** The version is not 1. */
        UNSUPPORTED_VERSION(DkimStatus.NEUTRAL, "the version is not supported"),
        /** The algorithm is not known. */
        UNSUPPORTED_ALGORITHM(DkimStatus.NEUTRAL, "the algorithm is not supported"),
        /** A canonicalization is not known. */
        UNSUPPORTED_CANONICALIZATION(DkimStatus.NEUTRAL, "the canonicalization is not supported"),
        /** None of the ways in which the key can be had is known. */
        UNSUPPORTED_QUERY_METHOD(DkimStatus.NEUTRAL, "the way to get the key is not supported"),

        /** A tag that must be there is not. */
        MISSING_TAG(DkimStatus.PERMERROR, "a required tag is missing"),
        /** The signing domain is no domain name of a mail domain. */
        INVALID_DOMAIN(DkimStatus.PERMERROR, "the signing domain is no valid domain name"),
        /** The selector is no domain name, or too long together with the domain. */
        INVALID_SELECTOR(DkimStatus.PERMERROR, "the selector is no valid domain name"),
        /** The From field is not among the signed fields. */
        FROM_NOT_SIGNED(DkimStatus.PERMERROR, "the From field is not signed"),
        /** The identity is not at or below the signing domain. */
        IDENTITY_OUTSIDE_DOMAIN(DkimStatus.PERMERROR, "the identity is outside of the signing domain"),
        /** The key demands that the identity be in the signing domain itself, and it is below. */
        IDENTITY_BELOW_DOMAIN(DkimStatus.PERMERROR, "the key does not allow an identity below the signing domain"),
        /** The header holds lines that are no fields, or control characters. */
        MALFORMED_HEADER(DkimStatus.PERMERROR, "the header of the message is malformed"),
        /** There are more signatures, or there is more header, than will be looked at. */
        LIMIT_EXCEEDED(DkimStatus.PERMERROR, "a limit was exceeded"),

        /** The name that the key should be at does not exist. */
        NO_KEY_NAME(DkimStatus.PERMERROR, "there is no key: its name does not exist"),
        /** The name that the key should be at has no text record. */
        NO_KEY_RECORD(DkimStatus.PERMERROR, "there is no key: its name has no text record"),
        /** The records at that name declare that they are something else. */
        NO_DKIM_RECORD(DkimStatus.PERMERROR, "there is no key: the records at its name are for something else"),
        /** More than one record could be the key. */
        MULTIPLE_KEYS(DkimStatus.PERMERROR, "there is more than one key record"),
        /** The key record is no list of tags, or lacks one, or has them in the wrong order. */
        KEY_SYNTAX(DkimStatus.PERMERROR, "the key record is malformed"),
        /** The key in the record is not one. */
        KEY_MALFORMED(DkimStatus.PERMERROR, "the key is malformed"),
        /** The key was withdrawn. */
        KEY_REVOKED(DkimStatus.PERMERROR, "the key is revoked"),
        /** The key may not be used with SHA-256. */
        KEY_HASH_NOT_ALLOWED(DkimStatus.PERMERROR, "the key is not for this hash algorithm"),
        /** The key is not for mail. */
        KEY_SERVICE_NOT_ALLOWED(DkimStatus.PERMERROR, "the key is not for mail"),
        /** The key is of another type than the algorithm needs. */
        KEY_TYPE_MISMATCH(DkimStatus.PERMERROR, "the key is not for this algorithm"),

        /** The algorithm is {@code rsa-sha1}. */
        OBSOLETE_ALGORITHM(DkimStatus.POLICY, "the algorithm is obsolete"),
        /** An RSA key of less than 1024 bits, or of less than the policy demands. */
        KEY_TOO_SHORT(DkimStatus.POLICY, "the key is too short"),
        /** An RSA key of more than 4096 bits. */
        KEY_TOO_LONG(DkimStatus.POLICY, "the key is too long"),
        /** The signing domain is a public suffix, below which anybody may have a domain. */
        PUBLIC_SUFFIX_DOMAIN(DkimStatus.POLICY, "the signing domain is a public suffix"),
        /** The signature is over. */
        EXPIRED(DkimStatus.POLICY, "the signature has expired"),
        /** The signature was made in the future. */
        FUTURE_TIMESTAMP(DkimStatus.POLICY, "the signature was made in the future"),
        /** The signature is good, but does not cover the end of the body. */
        PARTIAL_BODY(DkimStatus.POLICY, "a part of the body is not signed"),
        /** The signature is good, but the message has several From fields. */
        SEVERAL_FROM_FIELDS(DkimStatus.POLICY, "the message has several From fields"),
        /** The signature is good, but a field that may occur once is there once more than signed. */
        UNSIGNED_REPEATED_FIELD(DkimStatus.POLICY, "a signed field occurs once more, unsigned"),
        /** The signature is good, but does not cover a field that the policy wants signed. */
        REQUIRED_FIELD_NOT_SIGNED(DkimStatus.POLICY, "a field that must be signed is not"),
        /** The signature is good, but the key says that its domain is only trying out DKIM, and the policy refuses such. */
        TESTING_KEY(DkimStatus.POLICY, "the key is only for testing"),
        /** The signature is good, but a {@link DkimSignatureRule} of the policy does not accept it. */
        NOT_ACCEPTED(DkimStatus.POLICY, "the receiver does not accept the signature"),

        /** The body is not the one that was signed. */
        BODY_HASH_MISMATCH(DkimStatus.FAIL, "the body was changed after it was signed"),
        /** The body is shorter than what was signed. */
        BODY_TOO_SHORT(DkimStatus.FAIL, "the body is shorter than what was signed"),
        /** The signature is not that of these header fields under this key. */
        SIGNATURE_MISMATCH(DkimStatus.FAIL, "the signature does not match the header and the key"),

        /** DNS did not tell whether there is a key. */
        DNS_UNAVAILABLE(DkimStatus.TEMPERROR, "the key could not be looked up");

        private final DkimStatus status;
        private final String sentence;

        Kind(DkimStatus status, String sentence) {
            this.status = status;
            this.sentence = sentence;
        }

        /** The status of a signature with this problem. */
        public DkimStatus status() {
            return status;
        }

        /** For people: a clause without capital and full stop. */
        public String sentence() {
            return sentence;
        }
    }

    private final Kind kind;
    private final String tag;
    private final String detail;
    private final @Nullable DnsFailure dnsFailure;

    private DkimProblem(Kind kind, String tag, String detail, @Nullable DnsFailure dnsFailure) {
        this.kind = kind;
        this.tag = tag;
        this.detail = detail;
        this.dnsFailure = dnsFailure;
    }

    static DkimProblem of(Kind kind) {
        return new DkimProblem(kind, "", "", null);
    }

    static DkimProblem of(Kind kind, String detail) {
        return new DkimProblem(kind, "", detail, null);
    }

    static DkimProblem ofTag(Kind kind, String tag) {
        return new DkimProblem(kind, tag, "", null);
    }

    /** With a value that others wrote, each character an octet. */
    static DkimProblem ofTag(Kind kind, String tag, String value) {
        return new DkimProblem(kind, tag, Octets.ofLatin1(value).toString(), null);
    }

    static DkimProblem ofTagFault(Kind kind, TagFault fault) {
        return new DkimProblem(kind, fault.tag(), fault.kind().expectation() + ", at " + fault.position(), null);
    }

    static DkimProblem dns(DnsFailure failure) {
        return new DkimProblem(Kind.DNS_UNAVAILABLE, "", failure.sentence(), failure);
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /** The name of the tag that it is about, without equals sign. */
    public Optional<String> tag() {
        return tag.isEmpty() ? Optional.empty() : Optional.of(tag);
    }

    /** For people: particulars, printable ASCII; may be empty. Values from the message or the key record may be in it. */
    public String detail() {
        return detail;
    }

    /** Why DNS gave no answer, for {@link Kind#DNS_UNAVAILABLE}. */
    public Optional<DnsFailure> dnsFailure() {
        return Optional.ofNullable(dnsFailure);
    }

    /** For people: a clause without capital and full stop. */
    public String sentence() {
        StringBuilder sentence = new StringBuilder(kind.sentence());
        if (!tag.isEmpty()) {
            sentence.append(" (").append(tag).append("=)");
        }
        if (!detail.isEmpty()) {
            sentence.append(": ").append(detail);
        }
        return sentence.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimProblem that
                && kind == that.kind
                && tag.equals(that.tag)
                && detail.equals(that.detail)
                && dnsFailure == that.dnsFailure;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, tag, detail);
    }

    @Override
    public String toString() {
        return kind + " " + sentence();
    }
}
