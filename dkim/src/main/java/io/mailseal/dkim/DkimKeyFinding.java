package io.mailseal.dkim;

import java.util.Optional;

/**
 * Something about a key record that its owner would want to know. A value.
 *
 * @see DkimKeyRecord#findings
 * @see DkimKeyCheck#findings
 */
public sealed interface DkimKeyFinding permits KeyFindingMade {

    /** How bad it is. */
    enum Severity {
        /** Signatures do not pass, or anybody can make them. */
        ERROR,
        /** It is probably not what the owner wants. */
        WARNING,
        /** It is worth a look. */
        NOTE
    }

    /** What there is to be found. A constant keeps its name, its meaning and its severity; more may be added. */
    enum Code {
        // ---- errors ----

        /** It is no list of tags, or its version is not in the first place (§3.6.1). */
        SYNTAX(Severity.ERROR),
        /** It begins with another version, so that verifiers take it for something else (§3.6.1). */
        FOREIGN_VERSION(Severity.ERROR),
        /** It has backslashes before its semicolons: those of a zone file, which do not belong into the record. */
        ESCAPED_SEMICOLON(Severity.ERROR),
        /** It has no key, not even an empty one (§3.6.1). */
        NO_KEY(Severity.ERROR),
        /** What is in {@code p=} is no key of its type. */
        KEY_MALFORMED(Severity.ERROR),
        /** The key is of a type that verifiers do not know. */
        UNKNOWN_KEY_TYPE(Severity.ERROR),
        /** An RSA key of less than 1024 bits: no signature of it counts (RFC 8301 §3.2). */
        KEY_TOO_SHORT(Severity.ERROR),
        /** An RSA key of more than 4096 bits: verifiers need not understand it (RFC 8301 §3.2). */
        KEY_TOO_LONG(Severity.ERROR),
        /** An RSA key from a faulty generator (ROCA, CVE-2017-15361): others can find the private key. */
        PREDICTABLE_KEY(Severity.ERROR),
        /** The key may not be used with SHA-256, the one hash that is left (RFC 8301 §3.1). */
        HASH_NOT_ALLOWED(Severity.ERROR),
        /** No DNS record can hold it. */
        TOO_LONG_FOR_DNS(Severity.ERROR),

        // ---- warnings ----

        /** An RSA key of less than 2048 bits (RFC 8301 §3.2). */
        SHORT_KEY(Severity.WARNING),
        /** The key is not for mail (§3.6.1). */
        MAIL_NOT_ALLOWED(Severity.WARNING),
        /** The domain is only trying out DKIM: its mail may be treated as unsigned (§3.6.1). */
        TESTING(Severity.WARNING),
        /** There is no {@code v=DKIM1}, which is recommended (§3.6.1). */
        NO_VERSION(Severity.WARNING),
        /** White space within the key: legal, but mostly the trace of strings that were joined wrong. */
        BLANK_IN_KEY(Severity.WARNING),
        /** The RSA key is not within a SubjectPublicKeyInfo, where most verifiers expect it. */
        BARE_RSA_KEY(Severity.WARNING),
        /** The public exponent is not 65537 (§3.3.1). */
        UNUSUAL_EXPONENT(Severity.WARNING),
        /** The tag {@code g=} of DomainKeys, which means nothing any more (§C.2). */
        OBSOLETE_GRANULARITY(Severity.WARNING),
        /** A tag that would be known if it were in lower case. */
        MISCASED_TAG(Severity.WARNING),
        /** There are other text records beside it, which are for something else. */
        OTHER_RECORDS(Severity.WARNING),

        // ---- notes ----

        /** The key is withdrawn (§3.6.1). */
        REVOKED(Severity.NOTE),
        /** SHA-1 is allowed, too, which nobody may use any more (RFC 8301 §3.1). */
        OBSOLETE_HASH(Severity.NOTE),
        /** A tag that DKIM does not know, and ignores (§3.6.1). */
        UNKNOWN_TAG(Severity.NOTE),
        /** A flag that DKIM does not know, and ignores (§3.6.1). */
        UNKNOWN_FLAG(Severity.NOTE),
        /** Longer than one string of a DNS record: the zone must hold it as several (§3.6.2.2). */
        SEVERAL_STRINGS(Severity.NOTE),
        /** So long that the answer does not fit in 512 octets, whatever its name. */
        LONG_RECORD(Severity.NOTE);

        private final Severity severity;

        Code(Severity severity) {
            this.severity = severity;
        }

        /** How bad it is. */
        public Severity severity() {
            return severity;
        }
    }

    /** What was found, for programs. */
    Code code();

    /** How bad it is. */
    default Severity severity() {
        return code().severity();
    }

    /** The name of the tag that it is about, without equals sign; empty where it is about the whole record. */
    Optional<String> tag();

    /** A sentence or two for people, in printable ASCII. Values from the record are in it. */
    String explanation();
}
