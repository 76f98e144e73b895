package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What became of one DKIM-Signature field. Values with equality; only a verifier makes them.
 *
 * @rfc 6376 3.9
 */
public sealed interface DkimSignatureResult permits DkimSignatureResult.Passed, DkimSignatureResult.NotPassed {

    /** Any status but {@link DkimStatus#NONE}. */
    DkimStatus status();

    /** Why it does not pass; empty for one that does. */
    Optional<DkimProblem> problem();

    /** For people: a sentence. Names from the message may be in it, in printable ASCII. */
    String explanation();

    /** What the field says, if it could be understood entirely. A claim, unless the status is pass. */
    Optional<DkimSignature> signature();

    /** {@code d=}, if it can be read, even where the rest can't. A claim, unless the status is pass. */
    Optional<DomainName> domain();

    /** {@code s=}, if it can be read. */
    Optional<DomainName> selector();

    /** {@code a=}, if there is such a word. */
    Optional<String> algorithm();

    /** {@code i=}, if the field has it. What it means if not is in {@link DkimSignature#identity}. */
    Optional<String> identity();

    /**
     * The beginning of {@code b=} that tells this signature from the others of its message: at least eight characters, or
     * all if it is shorter. Empty where the tag is missing or is no base64.
     *
     * @rfc 6008 4
     */
    Optional<String> signaturePrefix();

    /** How many bits the key has, if it got so far. An Ed25519 key has 256. */
    OptionalInt keyBits();

    /** The DNSSEC status of the answer about the key, if it was asked for. */
    Optional<DnsSecurity> security();

    /**
     * Whether the key says that its domain is only trying out DKIM. Then a signature that does not pass means no more than
     * if there were none.
     *
     * @rfc 6376 3.6.1
     */
    boolean isTesting();

    /**
     * What is weak about the signature, whether it passes or not: in the order of the codes, worst first. Worked out when it
     * is asked for. Empty if the field could not be understood entirely.
     */
    List<DkimSignatureFinding> findings();

    /** How many octets of the canonical body are signed, if it was looked at. */
    OptionalLong signedBodyOctets();

    /** How many octets the canonical body has, if it was looked at. */
    OptionalLong bodyOctets();

    /** The domain did sign this message, and the policy accepts it. */
    sealed interface Passed extends DkimSignatureResult permits PassedSignature {

        /** What is true, then. */
        DkimSignature verified();
    }

    /** Nothing is known about who signed this message. */
    sealed interface NotPassed extends DkimSignatureResult permits NotPassedSignature {

        /** Why. */
        DkimProblem cause();
    }
}
