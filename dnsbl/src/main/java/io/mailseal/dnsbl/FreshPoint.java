package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a list never lists, as its own test point for that, but another one every ten seconds. Resolvers remember for an hour
 * that the test point is not listed, and longer than a list may need to turn into a wildcard.
 *
 * <p>It follows from the time alone, so that rules stay pure, and that those who ask through one resolver at the same time share
 * the answer: one question for each list and ten seconds at most, and only while it lists something.
 */
final class FreshPoint {

    /** Twice that may be between a hit and what confirms it in any case: the deadline of a check. */
    private static final Duration SHARED = Duration.ofSeconds(10);

    private static final IpAddress LOOPBACK = IpAddress.of("127.0.0.0");

    // 127.64.0.0/10: far from what lists have as test points.
    private static final int NUMBERS = 1 << 22;

    private FreshPoint() {}

    /** The number of the ten seconds in which that time is. */
    static long moment(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SHARED.toSeconds());
    }

    /** The point; the profile's own where it has addresses of its own that are never listed. */
    static Optional<TestPoint> of(BlocklistProfile profile, BlocklistKind kind, long moment) {
        if (kind == BlocklistKind.HASH) {
            // Nobody has a text with this digest.
            return profile.hash().map(form -> point(kind, form.labelOf(Octets.ofUtf8("never listed " + moment))));
        }
        return TestPointCheck.cleanPoint(profile, kind).map(fixed -> point(kind, subject(fixed, moment)));
    }

    private static TestPoint point(BlocklistKind kind, String subject) {
        return new TestPoint(kind, subject, false, List.of());
    }

    private static String subject(TestPoint fixed, long moment) {
        return switch (fixed.kind()) {
            case IPV4, IPV6 -> address(IpAddress.of(fixed.subject()), moment);
            case DOMAIN, URI_HOST, HASH -> "m" + Math.floorMod(moment, NUMBERS) + "." + fixed.subject();
        };
    }

    private static String address(IpAddress fixed, long moment) {
        if (!fixed.unmapped().isIn(LOOPBACK, 8)) {
            return fixed.toString();
        }
        int number = Math.floorMod(moment, NUMBERS);
        String loopback = "127." + (64 + (number >> 16)) + "." + (number >> 8 & 255) + "." + (number & 255);
        return fixed.isV4() ? loopback : "::ffff:" + loopback;
    }
}
