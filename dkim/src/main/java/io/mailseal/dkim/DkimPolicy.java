package io.mailseal.dkim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which good signatures are accepted. Strict unless told otherwise; each relaxation is a method whose name begins with
 * {@code allow}; what else may be asked for begins with {@code require} or {@code refuse}, or is a
 * {@link DkimSignatureRule}. Nothing makes {@code rsa-sha1} pass, or an RSA key of less than 1024 or more than 4096 bits.
 * Immutable; two of them are equal if they allow and ask for the same, with equal rules.
 *
 * @rfc 6376 6.1.1
 */
public final class DkimPolicy {

    private static final DkimPolicy STRICT = new DkimPolicy(
            EnumSet.noneOf(Relaxation.class), Duration.ofMinutes(5), new Demands(List.of(), 0, false, List.of()));

    private enum Relaxation {
        PARTIAL_BODY,
        SEVERAL_FROM_FIELDS,
        UNSIGNED_REPEATED_FIELDS,
        MALFORMED_HEADER,
        PUBLIC_SUFFIX_DOMAIN,
        EXPIRED
    }

    /** What is asked for beyond what is strict already. */
    private record Demands(
            List<String> requiredFields, int rsaBits, boolean noTestingKeys, List<DkimSignatureRule> rules) {}

    private final Set<Relaxation> relaxations;
    private final Duration clockSkew;
    private final Demands demands;

    private DkimPolicy(Set<Relaxation> relaxations, Duration clockSkew, Demands demands) {
        this.relaxations = relaxations;
        this.clockSkew = clockSkew;
        this.demands = demands;
    }

    /** Accepts what cannot be abused as far as anybody knows; a clock may be wrong by five minutes. */
    public static DkimPolicy strict() {
        return STRICT;
    }

    /**
     * A signature may leave the end of the body unsigned ({@code l=}): gives up that what people see is what was signed.
     *
     * @rfc 6376 8.2
     */
    public DkimPolicy allowPartialBodySignatures() {
        return with(Relaxation.PARTIAL_BODY);
    }

    /** A message may have several From fields: gives up that the author whom people see is the one who was signed. */
    public DkimPolicy allowSeveralFromFields() {
        return with(Relaxation.SEVERAL_FROM_FIELDS);
    }

    /**
     * A field that may occur once, such as Subject, may be there a second time without being signed: gives up that the one
     * that people see is the signed one.
     *
     * @rfc 6376 8.15
     */
    public DkimPolicy allowUnsignedRepeatedFields() {
        return with(Relaxation.UNSIGNED_REPEATED_FIELDS);
    }

    /**
     * The header may hold lines that are no fields, and control characters: gives up that all programs see the same fields.
     *
     * @rfc 6376 8.9
     */
    public DkimPolicy allowMalformedHeader() {
        return with(Relaxation.MALFORMED_HEADER);
    }

    /**
     * The signing domain may be a public suffix, such as {@code co.uk}: gives up that it belongs to one owner, and that who
     * signs for it does not sign for all who have a domain below.
     *
     * @rfc 6376 8.14
     */
    public DkimPolicy allowPublicSuffixDomains() {
        return with(Relaxation.PUBLIC_SUFFIX_DOMAIN);
    }

    /** A signature may have expired, as for mail that is looked at long after it came. */
    public DkimPolicy allowExpiredSignatures() {
        return with(Relaxation.EXPIRED);
    }

    /**
     * The same with another tolerance for clocks, for expiry and for signatures from the future.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public DkimPolicy withClockSkew(Duration skew) {
        if (skew.isNegative()) {
            throw new IllegalArgumentException("a negative clock skew: " + skew);
        }
        return new DkimPolicy(relaxations, skew, demands);
    }

    /** The same, but these fields must be signed, too, where the message has them. From must always be. */
    public DkimPolicy requireSigned(String... names) {
        List<String> more = new ArrayList<>(demands.requiredFields);
        more.addAll(List.of(names));
        return with(new Demands(List.copyOf(more), demands.rsaBits, demands.noTestingKeys, demands.rules));
    }

    /**
     * The same, but RSA keys must have so many bits, in place of 1024. There is no way to ask for fewer.
     *
     * @throws IllegalArgumentException unless it is from 1024 to 4096
     * @rfc 8301 3.2
     */
    public DkimPolicy requireRsaBits(int bits) {
        if (bits < RsaKey.MIN_BITS || bits > RsaKey.MAX_BITS) {
            throw new IllegalArgumentException("keys have from 1024 to 4096 bits, and not " + bits);
        }
        return with(new Demands(demands.requiredFields, bits, demands.noTestingKeys, demands.rules));
    }

    /**
     * The same, but a key whose domain is only trying out DKIM ({@code t=y}) is as good as none.
     *
     * @rfc 6376 3.6.1
     */
    public DkimPolicy refuseTestingKeys() {
        return with(new Demands(demands.requiredFields, demands.rsaBits, true, demands.rules));
    }

    /** The same with one more rule, which is asked after those before, about signatures that pass otherwise. */
    public DkimPolicy withRule(DkimSignatureRule rule) {
        List<DkimSignatureRule> more = new ArrayList<>(demands.rules);
        more.add(Objects.requireNonNull(rule, "rule"));
        return with(new Demands(demands.requiredFields, demands.rsaBits, demands.noTestingKeys, List.copyOf(more)));
    }

    private DkimPolicy with(Demands more) {
        return new DkimPolicy(relaxations, clockSkew, more);
    }

    private DkimPolicy with(Relaxation relaxation) {
        EnumSet<Relaxation> more = EnumSet.of(relaxation);
        more.addAll(relaxations);
        return new DkimPolicy(more, clockSkew, demands);
    }

    boolean allowsPartialBody() {
        return relaxations.contains(Relaxation.PARTIAL_BODY);
    }

    boolean allowsSeveralFrom() {
        return relaxations.contains(Relaxation.SEVERAL_FROM_FIELDS);
    }

    boolean allowsUnsignedRepeated() {
        return relaxations.contains(Relaxation.UNSIGNED_REPEATED_FIELDS);
    }

    boolean allowsMalformed() {
        return relaxations.contains(Relaxation.MALFORMED_HEADER);
    }

    boolean allowsExpired() {
        return relaxations.contains(Relaxation.EXPIRED);
    }

    Duration clockSkew() {
        return clockSkew;
    }

    boolean allowsPublicSuffixDomain() {
        return relaxations.contains(Relaxation.PUBLIC_SUFFIX_DOMAIN);
    }

    List<String> requiredFields() {
        return demands.requiredFields;
    }

    /** Zero where the RFC's minimum is enough. */
    int rsaBits() {
        return demands.rsaBits;
    }

    boolean refusesTestingKeys() {
        return demands.noTestingKeys;
    }

    List<DkimSignatureRule> rules() {
        return demands.rules;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimPolicy that
                && relaxations.equals(that.relaxations)
                && clockSkew.equals(that.clockSkew)
                && demands.equals(that.demands);
    }

    @Override
    public int hashCode() {
        return Objects.hash(relaxations, clockSkew, demands);
    }

    /** For people: what it allows and requires. */
    @Override
    public String toString() {
        return "allowed " + relaxations + ", required " + demands.requiredFields + ", RSA bits "
                + Math.max(demands.rsaBits, RsaKey.MIN_BITS) + ", testing keys "
                + (demands.noTestingKeys ? "refused" : "taken") + ", further rules " + demands.rules.size()
                + ", clock skew " + clockSkew;
    }
}
