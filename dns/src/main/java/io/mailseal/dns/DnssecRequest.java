package io.mailseal.dns;

/** What a question asks for beyond the records. */
enum DnssecRequest {
    /** Nothing. */
    NONE,
    /** The server's own verdict: the AD bit (RFC 6840 §5.7). */
    VERDICT,
    /** Signatures and proofs, and no verdict: the DO and the CD bit (RFC 4035 §4.9, RFC 6840 §5.9). */
    PROOF
}
