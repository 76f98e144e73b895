package io.mailseal.dmarc;

import io.mailseal.core.Octets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A DMARC policy record, as it was published. Unknown tags and the tags of RFC 7489 that are no more ({@code pct},
 * {@code rf}, {@code ri}) are ignored; a bad value of a known tag counts as if the tag were not there, but for the
 * policies, where it makes the record unusable unless somebody wants reports.
 *
 * @rfc 9989 4.7
 */
public final class DmarcRecord {

    /** Longer records are not read; a policy that would be in one is a permerror. */
    public static final int MAX_OCTETS = 16_384;

    /** More reporting addresses than these are ignored. */
    public static final int MAX_URIS = 20;

    /** What a record says for one kind of domain. */
    public sealed interface PolicyTag {

        /** The tag is not there. */
        record Absent() implements PolicyTag {}

        /**
         * The tag has a valid value.
         *
         * @param value the policy it names
         */
        record Stated(DmarcPolicy value) implements PolicyTag {}

        /**
         * The tag is there, and its value is not valid.
         *
         * @param value third-party text, each character an octet
         */
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

    private static final Map<String, AlignmentMode> MODES = Map.of("s", AlignmentMode.STRICT);
    private static final Map<String, PublicSuffixFlag> FLAGS =
            Map.of("y", PublicSuffixFlag.PUBLIC_SUFFIX, "n", PublicSuffixFlag.ORGANIZATIONAL);
    private static final Map<String, Boolean> YES = Map.of("y", true);

    private final Octets text;
    private final PolicyTag p;
    private final PolicyTag sp;
    private final PolicyTag np;
    private final AlignmentMode adkim;
    private final AlignmentMode aspf;
    private final PublicSuffixFlag psd;
    private final boolean testing;
    private final int percentage;
    private final Set<FailureReportOption> fo;
    private final List<DmarcReportUri> rua;
    private final List<DmarcReportUri> ruf;
    private final DmarcTags tags;
    private final boolean distinguishing;

    private DmarcRecord(Octets text, DmarcTags tags) {
        this.text = text;
        this.p = tags.policy("p");
        this.sp = tags.policy("sp");
        this.np = tags.policy("np");
        this.adkim = tags.choice("adkim", MODES, AlignmentMode.RELAXED);
        this.aspf = tags.choice("aspf", MODES, AlignmentMode.RELAXED);
        this.psd = tags.choice("psd", FLAGS, PublicSuffixFlag.UNDECLARED);
        this.testing = tags.choice("t", YES, false);
        this.percentage = tags.percentage();
        this.rua = List.copyOf(tags.uris("rua"));
        this.ruf = List.copyOf(tags.uris("ruf"));
        // "This tag's content MUST be ignored if a ruf tag is not also specified."
        this.fo = ruf.isEmpty() ? Set.of(FailureReportOption.NOTHING_PASSED) : Set.copyOf(tags.failureReportOptions());
        this.tags = tags;
        this.distinguishing = !policyFor(Subject.EXISTING_SUBDOMAIN).equals(policyFor(Subject.MISSING_SUBDOMAIN));
    }

    /**
     * Reads the text of a TXT record. Empty where it is no DMARC record at all: it must begin with {@code v=DMARC1} in
     * exactly this case (white space around the equals sign is allowed), followed by a semicolon or the end.
     */
    public static Optional<DmarcRecord> parse(Octets text) {
        if (text.length() > MAX_OCTETS) {
            return Optional.empty();
        }
        return DmarcTags.parse(text.toLatin1()).map(tags -> new DmarcRecord(text, tags));
    }

    /** Whether this begins as a record, but goes on for too long to be read. */
    static boolean isTooLong(Octets text) {
        return text.length() > MAX_OCTETS
                && DmarcTags.parse(text.slice(0, MAX_OCTETS).toLatin1()).isPresent();
    }

    /** Reads the text of a TXT record, or of one that is to be published, each character an octet. */
    static Optional<DmarcRecord> parse(String text) {
        return parse(Octets.ofLatin1(text));
    }

    /** Begins to write a record. */
    public static Builder builder() {
        return new Builder();
    }

    /** The record itself. */
    public Octets text() {
        return text;
    }

    /** All tags, in the order of the record, those included that mean nothing. What is no tag at all is left out. */
    public List<DmarcTag> tags() {
        return tags.pieces().stream()
                .map(DmarcTags.Piece::tag)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * The usual way to write it: each of the {@link #tags} as {@code name=value}, semicolon and space between them. The
     * text reads as a record with equal tags, which therefore means the same. It is ASCII unless a policy is not.
     */
    public String format() {
        return tags().stream().map(DmarcTag::toString).collect(Collectors.joining("; "));
    }

    /**
     * What its owner would want to know of this record by itself, in the order of the record; at most 20 findings of
     * one code. What takes DNS to find out, {@link DmarcLinter} finds.
     */
    public List<DmarcFinding> findings() {
        return RecordFindings.of(this, null).inOrder();
    }

    DmarcTags rawTags() {
        return tags;
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

    /**
     * The percentage of messages to which RFC 7489 applies the policy; 100 where none is stated, or none that makes
     * sense. RFC 9989 knows no such tag.
     *
     * @rfc 7489 6.3
     */
    public int percentage() {
        return percentage;
    }

    /** Which failure reports are wanted; without {@code ruf} it is the default, as if it were not stated. */
    public Set<FailureReportOption> fo() {
        return fo;
    }

    /** Where aggregate reports are wanted: the valid URIs, whatever their scheme. */
    public List<DmarcReportUri> rua() {
        return rua;
    }

    /** Where failure reports are wanted: the valid URIs, whatever their scheme. */
    public List<DmarcReportUri> ruf() {
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
            return withoutValidPolicy();
        }
        return switch (subject) {
            case DOMAIN_ITSELF -> p.policy();
            case EXISTING_SUBDOMAIN -> sp.policy().or(p::policy);
            case MISSING_SUBDOMAIN -> np.policy().or(sp::policy).or(p::policy);
        };
    }

    // No valid p, or an invalid sp or np: somebody who wants reports is taken to monitor; otherwise nothing.
    private Optional<DmarcPolicy> withoutValidPolicy() {
        return rua.isEmpty() ? Optional.empty() : Optional.of(DmarcPolicy.NONE);
    }

    /**
     * The same for a receiver that goes by RFC 7489, to which {@code np} is an unknown tag.
     *
     * @rfc 7489 6.6.3
     */
    Optional<DmarcPolicy> legacyPolicyFor(Subject subject) {
        if (p.policy().isEmpty() || sp instanceof PolicyTag.Invalid) {
            return withoutValidPolicy();
        }
        return subject == Subject.DOMAIN_ITSELF ? p.policy() : sp.policy().or(p::policy);
    }

    /** Whether it matters if a subdomain exists. */
    boolean distinguishesMissingSubdomains() {
        return distinguishing;
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

    /**
     * Writes a record to be published: each tag that was set, in a usual order, nothing that is the default anyway. For
     * one thread.
     */
    public static final class Builder {

        private final Map<String, String> values = new LinkedHashMap<>();

        private Builder() {
            // The order of the text, whatever that of the calls: RFC 7489 wants p to be the second.
            for (String name : List.of("v", "p", "sp", "np", "adkim", "aspf", "psd", "t", "fo", "rua", "ruf")) {
                values.put(name, "");
            }
            values.put("v", "DMARC1");
        }

        /** The policy for the domain itself, and for subdomains as far as nothing else is said. */
        public Builder p(DmarcPolicy policy) {
            return set("p", policy.word());
        }

        /** The policy for subdomains. */
        public Builder sp(DmarcPolicy policy) {
            return set("sp", policy.word());
        }

        /** The policy for subdomains that do not exist. */
        public Builder np(DmarcPolicy policy) {
            return set("np", policy.word());
        }

        /** How DKIM identifiers align. */
        public Builder adkim(AlignmentMode mode) {
            return set("adkim", mode == AlignmentMode.STRICT ? "s" : "");
        }

        /** How SPF identifiers align. */
        public Builder aspf(AlignmentMode mode) {
            return set("aspf", mode == AlignmentMode.STRICT ? "s" : "");
        }

        /** What the record says of its domain. */
        public Builder psd(PublicSuffixFlag flag) {
            return set(
                    "psd",
                    switch (flag) {
                        case PUBLIC_SUFFIX -> "y";
                        case ORGANIZATIONAL -> "n";
                        case UNDECLARED -> "";
                    });
        }

        /** Test mode: the policy is to be applied one level lower. */
        public Builder testing() {
            return set("t", "y");
        }

        /**
         * Which failure reports are wanted.
         *
         * @throws IllegalArgumentException for NOTHING_PASSED together with ANYTHING_FAILED
         */
        public Builder fo(FailureReportOption... options) {
            Set<FailureReportOption> set = EnumSet.noneOf(FailureReportOption.class);
            set.addAll(List.of(options));
            String list = set.stream().map(option -> "" + option.letter()).collect(Collectors.joining(":"));
            if (!list.isEmpty() && FailureReportOption.parse(list).isEmpty()) {
                throw new IllegalArgumentException("these exclude each other: " + list);
            }
            return set("fo", list);
        }

        /**
         * Where aggregate reports are wanted, such as {@code mailto:dmarc@example.com}.
         *
         * @throws IllegalArgumentException for what is no valid URI, or has an obsolete size limit
         */
        public Builder rua(String... uris) {
            return set("rua", list(uris));
        }

        /**
         * Where failure reports are wanted.
         *
         * @throws IllegalArgumentException for what is no valid URI, or has an obsolete size limit
         */
        public Builder ruf(String... uris) {
            return set("ruf", list(uris));
        }

        private static String list(String... uris) {
            for (String uri : uris) {
                boolean valid = DmarcReportUri.parse(uri)
                        .filter(parsed -> parsed.obsoleteSizeLimit().isEmpty())
                        .isPresent();
                if (!valid) {
                    throw new IllegalArgumentException("no URI for reports: " + uri);
                }
            }
            if (uris.length > MAX_URIS) {
                throw new IllegalArgumentException("more than " + MAX_URIS + " URIs");
            }
            return String.join(",", uris);
        }

        private Builder set(String name, String value) {
            values.put(name, value);
            return this;
        }

        /**
         * The record.
         *
         * @throws IllegalStateException if it would mean nothing (neither {@code p} nor {@code rua}), or has {@code fo}
         *     without {@code ruf}
         */
        public DmarcRecord build() {
            if (isUnset("p") && isUnset("rua")) {
                throw new IllegalStateException("neither policy nor reports");
            }
            if (isUnset("p") && !(isUnset("sp") && isUnset("np"))) {
                throw new IllegalStateException("policies of subdomains without p have no effect");
            }
            if (!isUnset("fo") && isUnset("ruf")) {
                throw new IllegalStateException("fo without ruf has no effect");
            }
            String text = values.entrySet().stream()
                    .filter(tag -> !tag.getValue().isEmpty())
                    .map(tag -> tag.getKey() + "=" + tag.getValue())
                    .collect(Collectors.joining("; "));
            return parse(text).orElseThrow(() -> new IllegalStateException("longer than " + MAX_OCTETS + " octets"));
        }

        private boolean isUnset(String name) {
            return Objects.requireNonNull(values.get(name)).isEmpty();
        }
    }
}
