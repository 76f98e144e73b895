package io.mailseal.mime;

/** Why a message has no single author domain. Each problem belongs to one {@link AuthorStatus}. */
public enum AuthorProblem {
    /** There is no From field. */
    NO_FROM(AuthorStatus.NO_FROM),
    /** The From field names nobody. */
    NO_ADDRESS(AuthorStatus.NO_ADDRESS),
    /** There are several From fields. */
    SEVERAL_FIELDS(AuthorStatus.SEVERAL_FIELDS),
    /** The addresses of the From field are of several domains. */
    SEVERAL_DOMAINS(AuthorStatus.SEVERAL_DOMAINS),
    /** The name of the From field is spelled in a way that some readers do not see: white space before it or its colon. */
    UNCLEAR_FIELD_NAME(AuthorStatus.MALFORMED),
    /**
     * There is no From field but something that some readers take for one: the words come after a lone CR or LF, or have
     * octets in them that no field name may have.
     */
    HIDDEN_FIELD(AuthorStatus.MALFORMED),
    /** A NUL, a lone CR or a lone LF in the From field. */
    FORBIDDEN_OCTET(AuthorStatus.MALFORMED),
    /** Octets above 127 that are not UTF-8. */
    NOT_UTF_8(AuthorStatus.MALFORMED),
    /** No list of addresses by the grammar. */
    SYNTAX(AuthorStatus.MALFORMED),
    /** The grammar is kept, but a local part has dots in the wrong place or control characters. */
    INVALID_LOCAL_PART(AuthorStatus.MALFORMED),
    /** The grammar is kept, but what stands after the {@code @} is no domain name that mail could use. */
    INVALID_DOMAIN(AuthorStatus.MALFORMED),
    /** An address in brackets, {@code [192.0.2.1]}, in place of a domain. */
    DOMAIN_LITERAL(AuthorStatus.MALFORMED),
    /** The header was cut off by the reader's limits, so that From fields may be missing. */
    HEADER_TRUNCATED(AuthorStatus.LIMIT_EXCEEDED),
    /** The From field is longer than {@link AuthorLimits#fieldOctets}. */
    FIELD_TOO_LONG(AuthorStatus.LIMIT_EXCEEDED),
    /** The From field has more addresses than {@link AuthorLimits#addresses}. */
    TOO_MANY_ADDRESSES(AuthorStatus.LIMIT_EXCEEDED);

    private final AuthorStatus status;

    AuthorProblem(AuthorStatus status) {
        this.status = status;
    }

    /** What becomes of a message with this problem. */
    public AuthorStatus status() {
        return status;
    }
}
