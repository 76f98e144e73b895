package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a list says of one of its test points what it should.
 *
 * @rfc 5782 5
 */
public final class TestPointCheck {

    private final TestPoint point;
    private final @Nullable BlocklistError error;
    private final @Nullable DnsFailure failure;

    private TestPointCheck(TestPoint point, @Nullable BlocklistError error, @Nullable DnsFailure failure) {
        this.point = point;
        this.error = error;
        this.failure = failure;
    }

    static TestPointCheck of(BlocklistProfile profile, TestPoint point, DnsAnswer answer) {
        if (answer instanceof DnsAnswer.Failed failed) {
            boolean refused = failed.cause() == DnsFailure.REFUSED;
            return new TestPointCheck(point, refused ? BlocklistError.REFUSED : null, failed.cause());
        }
        return answer instanceof DnsAnswer.Found found
                ? new TestPointCheck(point, errorIn(profile, point, found), null)
                : new TestPointCheck(point, point.listed() ? BlocklistError.NO_TEST_POINT : null, null);
    }

    private static @Nullable BlocklistError errorIn(BlocklistProfile profile, TestPoint point, DnsAnswer.Found answer) {
        List<IpAddress> addresses = answer.records(DnsRecord.Address.class).stream()
                .map(DnsRecord.Address::address)
                .toList();
        Interpretation meaning = profile.interpret(addresses);
        if (meaning.error().isPresent()) {
            return meaning.error().get();
        }
        if (!point.listed()) {
            return BlocklistError.WILDCARD;
        }
        boolean promised = new HashSet<>(addresses).containsAll(point.codes());
        return promised ? null : BlocklistError.NO_TEST_POINT;
    }

    // ---- which points there are ----

    /**
     * Those that show whether the list is in order: the profile's. A kind of which it knows none that is never listed has that of
     * the RFC, so that a wildcard is seen; but nothing is held to be listed that the profile does not name.
     */
    static List<TestPoint> points(BlocklistProfile profile) {
        List<TestPoint> points = new ArrayList<>();
        for (BlocklistKind kind : profile.kinds()) {
            points.addAll(profile.testPoints().listed(kind));
            points.addAll(cleanPoints(profile, kind));
        }
        return points;
    }

    /** What this kind of list never lists; empty for digests, unless the profile knows one. */
    static Optional<TestPoint> cleanPoint(BlocklistProfile profile, BlocklistKind kind) {
        return cleanPoints(profile, kind).stream().findFirst();
    }

    private static List<TestPoint> cleanPoints(BlocklistProfile profile, BlocklistKind kind) {
        List<TestPoint> own = profile.testPoints().clean(kind);
        return own.isEmpty() ? TestPoints.rfc5782(kind).clean(kind) : own;
    }

    /** What is to be asked for it; empty where the list can't be asked at all. */
    static Optional<DnsQuestion> question(BlocklistProfile profile, TestPoint point) {
        return profile.query(point).name().map(DnsQuestion::a);
    }

    // ---- what users see ----

    /** The point. */
    public TestPoint point() {
        return point;
    }

    /** Whether the list says what it should. */
    public boolean isRight() {
        return error == null && failure == null;
    }

    /** What is wrong with the list, if something is. */
    public Optional<BlocklistError> error() {
        return Optional.ofNullable(error);
    }

    /** Why there was no answer. */
    public Optional<DnsFailure> failure() {
        return Optional.ofNullable(failure);
    }

    @Nullable
    BlocklistError errorOrNull() {
        return error;
    }

    @Nullable
    DnsFailure failureOrNull() {
        return failure;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TestPointCheck that
                && point.equals(that.point)
                && error == that.error
                && failure == that.failure;
    }

    @Override
    public int hashCode() {
        return point.hashCode();
    }

    /** {@code 127.0.0.2 listed: right}. */
    @Override
    public String toString() {
        Object problem = error != null ? error : failure;
        return point.subject()
                + (point.listed() ? " listed: " : " not listed: ")
                + (problem == null ? "right" : problem);
    }
}
