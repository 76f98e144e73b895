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
 * @param text the record itself
 * @param p for the domain itself
 * @param sp for subdomains that exist
 * @param np for subdomains that do not exist
 * @param adkim how DKIM identifiers align
 * @param aspf how SPF identifiers align
 * @param psd what the record says of its domain
 * @param testing the {@code t} tag: the owner asks for a policy one level lower
 * @param rua where aggregate reports are wanted: the valid URIs, without the obsolete size limit
 * @param ruf where failure reports are wanted, likewise
 * @rfc 9989 4.7
 */
public record DmarcRecord(
        Octets text,
        PolicyTag p,
        PolicyTag sp,
        PolicyTag np,
        AlignmentMode adkim,
        AlignmentMode aspf,
        PublicSuffixFlag psd,
        boolean testing,
        List<String> rua,
        List<String> ruf) {

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

        /** The tag is there, and its value is not valid. */
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

    public DmarcRecord {
        rua = List.copyOf(rua);
        ruf = List.copyOf(ruf);
    }

    /**
     * Reads the text of a TXT record. Empty where it is no DMARC record at all: it must begin with {@code v=DMARC1} in exactly
     * this case (white space around the equals sign is allowed), followed by a semicolon or the end.
     */
    public static Optional<DmarcRecord> parse(Octets text) {
        if (text.length() > MAX_OCTETS) {
            return Optional.empty();
        }
        return DmarcTags.parse(text.toLatin1()).map(tags -> of(text, tags));
    }

    private static DmarcRecord of(Octets text, DmarcTags tags) {
        return new DmarcRecord(
                text,
                tags.policy("p"),
                tags.policy("sp"),
                tags.policy("np"),
                tags.choice("adkim", Map.of("s", AlignmentMode.STRICT), AlignmentMode.RELAXED),
                tags.choice("aspf", Map.of("s", AlignmentMode.STRICT), AlignmentMode.RELAXED),
                tags.choice(
                        "psd",
                        Map.of("y", PublicSuffixFlag.PUBLIC_SUFFIX, "n", PublicSuffixFlag.ORGANIZATIONAL),
                        PublicSuffixFlag.UNDECLARED),
                tags.choice("t", Map.of("y", true), false),
                tags.uris("rua"),
                tags.uris("ruf"));
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
            // No valid p, or an sp or np that is not: somebody who wants reports is taken to monitor; otherwise
            // nothing.
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
}
