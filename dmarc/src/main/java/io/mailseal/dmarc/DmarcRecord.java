package io.mailseal.dmarc;

import io.mailseal.core.Octets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A DMARC policy record, as it was published. Unknown tags and the tags of RFC 7489 that are no more ({@code pct},
 * {@code rf}, {@code ri}) are ignored; a bad value of a known tag counts as if the tag were not there, but for the policies,
 * where it makes the record unusable unless somebody wants reports.
 *
 * @rfc 9989 4.7
 */
public final class DmarcRecord {

    /** Longer records are no DMARC records for us. */
    public static final int MAX_OCTETS = 16_384;

    /** More reporting addresses than these are ignored. */
    public static final int MAX_URIS = 20;

    /** What a record says for one kind of domain. */
    public sealed interface PolicyTag {

        /** The tag is not there. */
        record Absent() implements PolicyTag {}

        /** The tag has a valid value. */
        record Stated(DmarcPolicy value) implements PolicyTag {}

        /** The tag is there, and its value is not valid: third-party text, each character an octet. */
        record Invalid(String value) implements PolicyTag {}

        /** The policy, if there is a valid one. */
        default Optional<DmarcPolicy> policy() {
            return this instanceof Stated stated ? Optional.of(stated.value()) : Optional.empty();
        }
    }

    /** For which name a policy is wanted, relative to the domain of the record. */
    enum Subject {
        DOMAIN_ITSELF,
        EXISTING_SUBDOMAIN,
        MISSING_SUBDOMAIN
    }

    private final Octets text;
    private final PolicyTag p;
    private final PolicyTag sp;
    private final PolicyTag np;
    private final AlignmentMode adkim;
    private final AlignmentMode aspf;
    private final PublicSuffixFlag psd;
    private final boolean testing;
    private final List<String> rua;
    private final List<String> ruf;

    private DmarcRecord(Octets text, DmarcTags tags) {
        this.text = text;
        this.p = tags.policy("p");
        this.sp = tags.policy("sp");
        this.np = tags.policy("np");
        this.adkim = tags.choice("adkim", Map.of("s", AlignmentMode.STRICT), AlignmentMode.RELAXED);
        this.aspf = tags.choice("aspf", Map.of("s", AlignmentMode.STRICT), AlignmentMode.RELAXED);
        this.psd = tags.choice(
                "psd",
                Map.of("y", PublicSuffixFlag.PUBLIC_SUFFIX, "n", PublicSuffixFlag.ORGANIZATIONAL),
                PublicSuffixFlag.UNDECLARED);
        this.testing = tags.choice("t", Map.of("y", true), false);
        this.rua = List.copyOf(tags.uris("rua"));
        this.ruf = List.copyOf(tags.uris("ruf"));
    }

    /**
     * Reads the text of a TXT record. Empty where it is no DMARC record at all: it must begin with {@code v=DMARC1} in exactly
     * this case (white space around the equals sign is allowed), followed by a semicolon or the end.
     */
    public static Optional<DmarcRecord> parse(Octets text) {
        if (text.length() > MAX_OCTETS) {
            return Optional.empty();
        }
        return DmarcTags.parse(text.toLatin1()).map(tags -> new DmarcRecord(text, tags));
    }

    /** The record itself. */
    public Octets text() {
        return text;
    }

    /** For the domain itself. */
    public PolicyTag p() {
        return p;
    }

    /** For subdomains that exist. */
    public PolicyTag sp() {
        return sp;
    }

    /** For subdomains that do not exist. */
    public PolicyTag np() {
        return np;
    }

    /** How DKIM identifiers align. */
    public AlignmentMode adkim() {
        return adkim;
    }

    /** How SPF identifiers align. */
    public AlignmentMode aspf() {
        return aspf;
    }

    /** What the record says of its domain. */
    public PublicSuffixFlag psd() {
        return psd;
    }

    /** The {@code t} tag: the owner asks for a policy one level lower. */
    public boolean isTesting() {
        return testing;
    }

    /** Where aggregate reports are wanted: the valid URIs, without the obsolete size limit. */
    public List<String> rua() {
        return rua;
    }

    /** Where failure reports are wanted: the valid URIs, without the obsolete size limit. */
    public List<String> ruf() {
        return ruf;
    }

    /**
     * The policy that the record states for a name, before test mode lowers it; empty where the record can't be used.
     *
     * @rfc 9989 4.10.1
     */
    Optional<DmarcPolicy> policyFor(Subject subject) {
        boolean valid =
                p.policy().isPresent() && !(sp instanceof PolicyTag.Invalid) && !(np instanceof PolicyTag.Invalid);
        if (!valid) {
            // No valid p, or an invalid sp or np: somebody who wants reports is taken to monitor; otherwise nothing.
            return rua.isEmpty() ? Optional.empty() : Optional.of(DmarcPolicy.NONE);
        }
        return switch (subject) {
            case DOMAIN_ITSELF -> p.policy();
            case EXISTING_SUBDOMAIN -> sp.policy().or(p::policy);
            case MISSING_SUBDOMAIN -> np.policy().or(sp::policy).or(p::policy);
        };
    }

    /** Whether it matters if a subdomain exists. */
    boolean distinguishesMissingSubdomains() {
        return !policyFor(Subject.EXISTING_SUBDOMAIN).equals(policyFor(Subject.MISSING_SUBDOMAIN));
    }

    /** By the text, which says it all. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DmarcRecord that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text, with what is not printable escaped. */
    @Override
    public String toString() {
        return text.toString();
    }
}
