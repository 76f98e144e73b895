package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a list never lists, as its own test point for that, but another one for each name that is asked about, and for each ten
 * seconds. Resolvers remember for an hour that a test point is not listed, and longer than a list may need to turn into a
 * wildcard; what is asked about one hit alone is asked after it, and nobody remembers an older answer.
 *
 * <p>It follows from the name and the time alone, so that rules stay pure, and that those who ask about the same through one
 * resolver at the same time share the answer.
 */
final class FreshPoint {

    /** For how long checks of the same share what confirms it: the deadline of a check. */
    private static final Duration SHARED = Duration.ofSeconds(10);

    private static final IpAddress LOOPBACK = IpAddress.of("127.0.0.0");

    // 127.64.0.0/10: far from what lists have as test points.
    private static final int NUMBERS = 1 << 22;

    private FreshPoint() {}

    /** The number of the ten seconds in which that time is. */
    static long moment(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SHARED.toSeconds());
    }

    /** The point for this hit; the profile's own where it has addresses of its own that are never listed. */
    static Optional<TestPoint> of(Lookup hit, long moment) {
        BlocklistKind kind = hit.kind();
        String about = hit.query() + " " + moment;
        if (kind == BlocklistKind.HASH) {
            // Nobody has a text with this digest.
            return hit.profile().hash().map(form -> point(kind, form.labelOf(Octets.ofUtf8("never listed " + about))));
        }
        int number = Math.floorMod(about.hashCode(), NUMBERS);
        if (hit.isNumericHost()) {
            // The half of the list that has addresses, as the name that stands for one there.
            return Optional.of(point(kind, IpAddress.of(loopback(number)).toReversedLabels()));
        }
        return TestPointCheck.cleanPoint(hit.profile(), kind).map(fixed -> point(kind, subject(fixed, number)));
    }

    private static TestPoint point(BlocklistKind kind, String subject) {
        return new TestPoint(kind, subject, false, List.of());
    }

    private static String subject(TestPoint fixed, int number) {
        return switch (fixed.kind()) {
            case IPV4, IPV6 -> address(IpAddress.of(fixed.subject()), number);
            case DOMAIN, URI_HOST, HASH -> "m" + number + "." + fixed.subject();
        };
    }

    private static String address(IpAddress fixed, int number) {
        if (!fixed.unmapped().isIn(LOOPBACK, 8)) {
            return fixed.toString();
        }
        return fixed.isV4() ? loopback(number) : "::ffff:" + loopback(number);
    }

    private static String loopback(int number) {
        return "127." + (64 + (number >> 16)) + "." + (number >> 8 & 255) + "." + (number & 255);
    }
}
