package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsFailure;
import java.util.List;
import java.util.Optional;

/**
 * Whether one list is in order, by its test points. A value.
 *
 * @param list the name of the list's profile
 * @param zone the zone for people; of a keyed list with {@code ***} in the place of the key
 * @param points what the list says of each of its test points; none where it needs a key and has none, and for lists of
 *     digests whose profile knows none
 * @rfc 5782 5
 */
public record ListHealth(String list, String zone, List<TestPointCheck> points) {

    /** Whether a list is in order. */
    public enum Status {
        /** Every test point is as it should be. */
        HEALTHY,
        /** One is not: the list must not be used. */
        BROKEN,
        /** There was no answer, and nothing that was answered is wrong. */
        UNKNOWN,
        /** There is nothing to test. */
        UNTESTABLE
    }

    /** The points are copied. */
    public ListHealth {
        points = List.copyOf(points);
    }

    /** Whether it is in order. */
    public Status status() {
        if (points.isEmpty()) {
            return Status.UNTESTABLE;
        }
        if (error().isPresent()) {
            return Status.BROKEN;
        }
        return failure().isPresent() ? Status.UNKNOWN : Status.HEALTHY;
    }

    /** The first thing that is wrong with it. */
    public Optional<BlocklistError> error() {
        return points.stream().flatMap(point -> point.error().stream()).findFirst();
    }

    /** Why there was no answer, where there was none. */
    public Optional<DnsFailure> failure() {
        return points.stream().flatMap(point -> point.failure().stream()).findFirst();
    }

    /** Whether it says anything, right or wrong. */
    boolean isAnswered() {
        return points.stream().anyMatch(point -> point.failure().isEmpty());
    }

    /** A sentence for people, in visible ASCII. */
    public String explanation() {
        return switch (status()) {
            case HEALTHY -> list + " is in order.";
            case BROKEN -> list + " must not be used: " + error().orElseThrow().clause() + ".";
            case UNKNOWN ->
                list + " cannot be tested now: " + failure().orElseThrow().sentence() + ".";
            case UNTESTABLE -> list + " has nothing to be tested by.";
        };
    }
}
