package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one list: where it is, what it may be asked about, and what each of its answers means. An answer is a
 * listing only if the profile says so. Immutable, with equality by value; the key of a list that wants one takes part in
 * equality, and is shown by nothing.
 *
 * <p>{@link BlocklistProfiles} has the profiles of well-known lists; others are read from JSON or made by a builder.
 *
 * @rfc 5782 2
 */
public final class BlocklistProfile {

    /** No profile has more rows. */
    public static final int MAX_CODES = 256;

    /** No profile has more test points. */
    public static final int MAX_TEST_POINTS = 64;

    private final String name;
    private final String title;
    private final @Nullable URI terms;
    private final BlocklistPurpose purpose;
    private final Set<BlocklistKind> kinds;
    private final ListZone zone;
    private final HostReduction reduction;
    private final NumericHosts numericHosts;
    private final @Nullable HashForm hash;
    private final double weight;
    private final List<ReturnCode> codes;
    private final TestPoints testPoints;

    private BlocklistProfile(Builder builder, ListZone zone, Set<BlocklistKind> kinds) {
        this.name = builder.name;
        this.title = builder.title;
        this.terms = builder.terms;
        this.purpose = builder.purpose;
        this.kinds = kinds;
        this.zone = zone;
        this.reduction = builder.reduction;
        this.numericHosts = builder.numericHosts;
        this.hash = builder.hash;
        this.weight = builder.weight();
        this.codes = List.copyOf(builder.codes);
        this.testPoints = new TestPoints(builder.allTestPoints());
    }

    private BlocklistProfile(BlocklistProfile other, ListZone zone) {
        this.name = other.name;
        this.title = other.title;
        this.terms = other.terms;
        this.purpose = other.purpose;
        this.kinds = other.kinds;
        this.zone = zone;
        this.reduction = other.reduction;
        this.numericHosts = other.numericHosts;
        this.hash = other.hash;
        this.weight = other.weight;
        this.codes = other.codes;
        this.testPoints = other.testPoints;
    }

    /**
     * Begins to make a profile.
     *
     * @param name lower-case letters, digits and inner hyphens
     * @param zone a domain name; one of its labels may be {@code {key}}
     * @throws IllegalArgumentException where they are not
     */
    public static Builder builder(String name, String zone) {
        return new Builder(name, zone);
    }

    /**
     * Reads profiles from JSON: the text is one profile, or a list of them.
     *
     * @param json in UTF-8, at most {@link BlocklistProfileParse#MAX_OCTETS}
     */
    public static BlocklistProfileParse parse(Octets json) {
        return ProfileReader.read(json);
    }

    /** Reads profiles from JSON that is at hand as text. */
    public static BlocklistProfileParse parse(String json) {
        return parse(Octets.ofUtf8(json));
    }

    /**
     * A profile that the caller knows to be right, such as a literal.
     *
     * @throws IllegalArgumentException where {@link #parse} would not find exactly one
     */
    public static BlocklistProfile of(String json) {
        BlocklistProfileParse parse = parse(json);
        if (parse.profiles().size() != 1) {
            throw new IllegalArgumentException(
                    parse.problem().map(BlocklistProfileProblem::explanation).orElse("not one profile"));
        }
        return parse.profiles().get(0);
    }

    /** The profile as JSON, which reads as an equal profile but for the key: that is never in it. */
    public String format() {
        return ProfileWriter.format(this);
    }

    String zoneTemplate() {
        return zone.template();
    }

    /** A short name for programs and command lines, as {@code spamhaus-zen}: lower-case letters, digits, hyphens. */
    public String name() {
        return name;
    }

    /** The name that the list gives itself. */
    public String title() {
        return title;
    }

    /** Where those who run the list say who may ask it, and how often. Read it before a list is used. */
    public Optional<URI> terms() {
        return Optional.ofNullable(terms);
    }

    /** What it means to be on the list. */
    public BlocklistPurpose purpose() {
        return purpose;
    }

    /** What it may be asked about. */
    public Set<BlocklistKind> kinds() {
        return kinds;
    }

    /** Where it is in DNS, for people: {@code ***} stands in the place of a key. */
    public String zone() {
        return zone.shown();
    }

    /** Whether the list answers only those who have a key. */
    public boolean needsKey() {
        return zone.needsKey();
    }

    /** Whether it needs no key or has been given one. */
    public boolean isUsable() {
        return zone.isComplete();
    }

    /**
     * The same profile with the caller's key, which from here on appears in questions to DNS and nowhere else.
     *
     * @param key one label: letters, digits and hyphens
     * @throws IllegalArgumentException if the list has no place for a key, and if this is none; the key is not in the
     *     message
     */
    public BlocklistProfile withKey(String key) {
        return new BlocklistProfile(this, zone.withKey(key));
    }

    /** How much of the name of a domain or of a URI's host is asked about. */
    public HostReduction reduction() {
        return reduction;
    }

    /** What becomes of URIs with an IPv4 address as host. */
    public NumericHosts numericHosts() {
        return numericHosts;
    }

    /** How digests are made; there if and only if the list may be asked about {@link BlocklistKind#HASH}. */
    public Optional<HashForm> hash() {
        return Optional.ofNullable(hash);
    }

    /** What a listing adds to a score where its row says nothing else; negative where that is good. */
    public double weight() {
        return weight;
    }

    /** The rows, at least one of which is a listing. */
    public List<ReturnCode> codes() {
        return codes;
    }

    /** What tells whether the list is in order. */
    public TestPoints testPoints() {
        return testPoints;
    }

    // ---- questions ----

    /** What to ask about the address of a host; for IPv4-mapped ones about the IPv4 address. DBL-01, DBL-07. */
    ListQuery query(IpAddress address) {
        IpAddress plain = address.unmapped();
        if (!kinds.contains(plain.isV4() ? BlocklistKind.IPV4 : BlocklistKind.IPV6)) {
            return ListQuery.notAsked(NotAsked.WRONG_KIND);
        }
        return SpecialAddresses.contains(plain) ? ListQuery.notAsked(NotAsked.SPECIAL_ADDRESS) : reversed(plain);
    }

    /** What to ask about a domain, which has been reduced as the list wants it. */
    ListQuery queryDomain(DomainName domain) {
        return queryName(BlocklistKind.DOMAIN, domain);
    }

    /** What to ask about the host of a URI, which has been reduced as the list wants it. */
    ListQuery queryHost(DomainName host) {
        return queryName(BlocklistKind.URI_HOST, host);
    }

    private ListQuery queryName(BlocklistKind kind, DomainName subject) {
        if (!kinds.contains(kind)) {
            return ListQuery.notAsked(NotAsked.WRONG_KIND);
        }
        return SpecialNames.contains(subject) ? ListQuery.notAsked(NotAsked.SPECIAL_NAME) : zone.below(subject);
    }

    /** What to ask about the host of a URI that is an address. DBL-07, DBL-13. */
    ListQuery queryHost(IpAddress host) {
        IpAddress plain = host.unmapped();
        if (!kinds.contains(BlocklistKind.URI_HOST) || numericHosts == NumericHosts.NOT_ASKED || plain.isV6()) {
            return ListQuery.notAsked(NotAsked.WRONG_KIND);
        }
        return SpecialAddresses.contains(plain) ? ListQuery.notAsked(NotAsked.SPECIAL_ADDRESS) : reversed(plain);
    }

    /** What to ask about a digest, as the label that {@link #hash} makes of it. */
    ListQuery queryDigest(String label) {
        return kinds.contains(BlocklistKind.HASH)
                ? zone.below(DomainName.of(label))
                : ListQuery.notAsked(NotAsked.WRONG_KIND);
    }

    /** What to ask about a test point, which is special by its nature. */
    ListQuery query(TestPoint point) {
        return switch (point.kind()) {
            case IPV4, IPV6 -> reversed(IpAddress.of(point.subject()));
            case DOMAIN, URI_HOST, HASH -> zone.below(DomainName.of(point.subject()));
        };
    }

    private ListQuery reversed(IpAddress address) {
        return zone.below(DomainName.of(address.toReversedLabels()));
    }

    // ---- answers ----

    /** What the addresses of an answer mean. DBL-03, DBL-04. */
    Interpretation interpret(List<IpAddress> addresses) {
        return Interpretation.of(codes, addresses);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlocklistProfile that
                && name.equals(that.name)
                && title.equals(that.title)
                && Objects.equals(terms, that.terms)
                && purpose == that.purpose
                && kinds.equals(that.kinds)
                && zone.equals(that.zone)
                && reduction == that.reduction
                && numericHosts == that.numericHosts
                && Objects.equals(hash, that.hash)
                && Double.compare(weight, that.weight) == 0
                && codes.equals(that.codes)
                && testPoints.equals(that.testPoints);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, zone);
    }

    /** {@code spamhaus-zen (zen.spamhaus.org)}; {@code ***} stands in the place of a key. */
    @Override
    public String toString() {
        return name + " (" + zone() + ")";
    }

    /** Makes a profile. Not for use by several threads. */
    public static final class Builder {

        private final String name;
        private final ListZone zone;
        private final Set<BlocklistKind> kinds = EnumSet.noneOf(BlocklistKind.class);
        private final List<ReturnCode> codes = new ArrayList<>();
        private final List<TestPoint> testPoints = new ArrayList<>();
        private String title;
        private @Nullable URI terms;
        private BlocklistPurpose purpose = BlocklistPurpose.BLOCK;
        private HostReduction reduction = HostReduction.FULL_HOST;
        private NumericHosts numericHosts = NumericHosts.NOT_ASKED;
        private @Nullable HashForm hash;
        private @Nullable Double weight;
        private boolean ownTestPoints;

        private Builder(String name, String zone) {
            if (!ProfileText.isProfileName(name)) {
                throw new IllegalArgumentException("a name is lower-case letters, digits and inner hyphens");
            }
            this.name = name;
            this.title = name;
            this.zone = ListZone.parse(zone).orElseThrow(() -> new IllegalArgumentException("not a list's zone"));
        }

        /** The name that the list gives itself; by default the short one. */
        public Builder title(String newTitle) {
            title = ProfileText.longText("title", newTitle);
            return this;
        }

        /** Where the terms of use are: an {@code https} or {@code http} URI. */
        public Builder terms(URI newTerms) {
            terms = ProfileText.webAddress(newTerms);
            return this;
        }

        /** What it means to be on the list; by default {@link BlocklistPurpose#BLOCK}. */
        public Builder purpose(BlocklistPurpose newPurpose) {
            purpose = Objects.requireNonNull(newPurpose, "purpose");
            return this;
        }

        /** Adds kinds of subjects that the list may be asked about. */
        public Builder kinds(BlocklistKind... newKinds) {
            kinds.addAll(List.of(newKinds));
            return this;
        }

        /** How names are reduced; by default {@link HostReduction#FULL_HOST}. */
        public Builder reduction(HostReduction newReduction) {
            reduction = Objects.requireNonNull(newReduction, "reduction");
            return this;
        }

        /** What becomes of numeric hosts; by default {@link NumericHosts#NOT_ASKED}. */
        public Builder numericHosts(NumericHosts newNumericHosts) {
            numericHosts = Objects.requireNonNull(newNumericHosts, "numericHosts");
            return this;
        }

        /** How digests are made; also adds {@link BlocklistKind#HASH}. */
        public Builder hash(HashForm newHash) {
            hash = Objects.requireNonNull(newHash, "hash");
            kinds.add(BlocklistKind.HASH);
            return this;
        }

        /**
         * What a listing usually adds to a score. Each row has a weight of its own: this is what those have that are read
         * from JSON without one. By default 1 for lists to block by, -1 for those to allow by, and otherwise 0.
         *
         * @throws IllegalArgumentException beyond {@link ReturnCode#MAX_WEIGHT}
         */
        public Builder weight(double newWeight) {
            weight = ProfileText.weight(newWeight);
            return this;
        }

        double weight() {
            return weight != null ? weight : purpose.defaultWeight();
        }

        /** Adds a row. */
        public Builder code(ReturnCode code) {
            codes.add(Objects.requireNonNull(code, "code"));
            return this;
        }

        /** Adds test points. By default, there are those of RFC 5782 for each of the kinds. */
        public Builder testPoints(Collection<TestPoint> points) {
            ownTestPoints = true;
            testPoints.addAll(points);
            return this;
        }

        /**
         * The profile.
         *
         * @throws IllegalStateException without kinds or listings, with {@link BlocklistKind#HASH} and no form of digests,
         *     with two rows for the same addresses or of the same name, with a listing that is good on a list for blocking
         *     or the other way round, with a test point of a kind that the list may not be asked about, with a code
         *     promised by a test point which is no row, and with more rows or points than {@link #MAX_CODES} and {@link
         *     #MAX_TEST_POINTS}
         */
        public BlocklistProfile build() {
            Optional<String> problem = problem();
            if (problem.isPresent()) {
                throw new IllegalStateException("no profile: " + problem.get());
            }
            return new BlocklistProfile(this, zone, Collections.unmodifiableSet(EnumSet.copyOf(kinds)));
        }

        /** What keeps this from being a profile, as a clause for people. */
        Optional<String> problem() {
            return ProfileRules.problem(codes, testPoints, kinds, purpose, hash);
        }

        private List<TestPoint> allTestPoints() {
            return ownTestPoints
                    ? testPoints
                    : kinds.stream()
                            .flatMap(kind -> TestPoints.rfc5782(kind).all().stream())
                            .toList();
        }
    }
}
