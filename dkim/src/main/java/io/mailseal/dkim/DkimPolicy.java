package io.mailseal.dkim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which good signatures are accepted. Strict unless told otherwise; each relaxation is a method whose name begins with
 * {@code allow}. Immutable.
 *
 * @rfc 6376 6.1.1
 */
public final class DkimPolicy {

    private static final DkimPolicy STRICT =
            new DkimPolicy(EnumSet.noneOf(Relaxation.class), Duration.ofMinutes(5), List.of());

    private enum Relaxation {
        PARTIAL_BODY,
        SEVERAL_FROM_FIELDS,
        UNSIGNED_REPEATED_FIELDS,
        MALFORMED_HEADER,
        EXPIRED
    }

    private final Set<Relaxation> relaxations;
    private final Duration clockSkew;
    private final List<String> requiredFields;

    private DkimPolicy(Set<Relaxation> relaxations, Duration clockSkew, List<String> requiredFields) {
        this.relaxations = relaxations;
        this.clockSkew = clockSkew;
        this.requiredFields = requiredFields;
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
        return new DkimPolicy(relaxations, skew, requiredFields);
    }

    /** The same, but these fields must be signed, too, where the message has them. From must always be. */
    public DkimPolicy requireSigned(String... names) {
        List<String> more = new ArrayList<>(requiredFields);
        more.addAll(List.of(names));
        return new DkimPolicy(relaxations, clockSkew, List.copyOf(more));
    }

    private DkimPolicy with(Relaxation relaxation) {
        EnumSet<Relaxation> more = EnumSet.of(relaxation);
        more.addAll(relaxations);
        return new DkimPolicy(more, clockSkew, requiredFields);
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

    List<String> requiredFields() {
        return requiredFields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimPolicy that
                && relaxations.equals(that.relaxations)
                && clockSkew.equals(that.clockSkew)
                && requiredFields.equals(that.requiredFields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(relaxations, clockSkew, requiredFields);
    }

    /** For people: what it allows and requires. */
    @Override
    public String toString() {
        return "allowed " + relaxations + ", required " + requiredFields + ", clock skew " + clockSkew;
    }
}
