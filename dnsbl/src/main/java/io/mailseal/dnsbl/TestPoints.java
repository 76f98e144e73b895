package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import java.util.List;

/**
 * What tells whether a list is in order: what it always lists, and what it never does.
 *
 * @param all both, in the order of the profile
 * @rfc 5782 5
 */
public record TestPoints(List<TestPoint> all) {

    /** The points are copied. */
    public TestPoints {
        all = List.copyOf(all);
    }

    /** Those that are always listed, for one kind of subjects. */
    public List<TestPoint> listed(BlocklistKind kind) {
        return of(kind, true);
    }

    /** Those that are never listed, for one kind of subjects. */
    public List<TestPoint> clean(BlocklistKind kind) {
        return of(kind, false);
    }

    private List<TestPoint> of(BlocklistKind kind, boolean listed) {
        return all.stream()
                .filter(point -> point.kind() == kind && point.listed() == listed)
                .toList();
    }

    /**
     * Those of RFC 5782: {@code 127.0.0.2} and {@code 127.0.0.1}, the same as IPv4-mapped addresses, {@code TEST} and
     * {@code INVALID}. For digests it has none.
     *
     * @rfc 5782 5
     */
    public static TestPoints rfc5782(BlocklistKind kind) {
        return switch (kind) {
            case IPV4 -> pair(kind, "127.0.0.2", "127.0.0.1");
            case IPV6 -> pair(kind, "::ffff:127.0.0.2", "::ffff:127.0.0.1");
            case DOMAIN, URI_HOST -> pair(kind, "test", "invalid");
            case HASH -> new TestPoints(List.of());
        };
    }

    private static TestPoints pair(BlocklistKind kind, String listed, String clean) {
        List<IpAddress> anyCode = List.of();
        return new TestPoints(
                List.of(new TestPoint(kind, listed, true, anyCode), new TestPoint(kind, clean, false, anyCode)));
    }
}
