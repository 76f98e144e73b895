package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the parts of a profile have to do with each other. */
final class ProfileRules {

    private ProfileRules() {}

    /** What is wrong, as a clause for people. */
    static Optional<String> problem(
            List<ReturnCode> codes,
            List<TestPoint> points,
            Collection<BlocklistKind> kinds,
            BlocklistPurpose purpose,
            @Nullable HashForm hash) {
        return Optional.ofNullable(problemOfKinds(kinds, hash))
                .or(() -> Optional.ofNullable(problemOfCodes(codes, purpose)))
                .or(() -> Optional.ofNullable(problemOfPoints(points, codes, kinds)));
    }

    private static @Nullable String problemOfKinds(Collection<BlocklistKind> kinds, @Nullable HashForm hash) {
        if (kinds.isEmpty()) {
            return "a profile without kinds";
        }
        return kinds.contains(BlocklistKind.HASH) != (hash != null) ? "digests and their form go together" : null;
    }

    private static @Nullable String problemOfCodes(List<ReturnCode> codes, BlocklistPurpose purpose) {
        if (codes.size() > BlocklistProfile.MAX_CODES) {
            return "more than " + BlocklistProfile.MAX_CODES + " codes";
        }
        Set<String> names = new HashSet<>();
        Set<CodePattern> patterns = new HashSet<>();
        boolean listing = false;
        for (ReturnCode code : codes) {
            if (!patterns.add(code.pattern()) || !names.add(code.name())) {
                return "two codes with the same addresses or the same name: " + code;
            }
            if (isAgainst(purpose, code.weight())) {
                return "the weight of a code has the wrong sign for the purpose of the list: " + code;
            }
            listing |= code.effect() == CodeEffect.LISTED;
        }
        return listing ? null : "a profile without a code that is a listing";
    }

    private static boolean isAgainst(BlocklistPurpose purpose, double weight) {
        return switch (purpose) {
            case BLOCK -> weight < 0;
            case ALLOW -> weight > 0;
            case REPUTATION -> false;
        };
    }

    private static @Nullable String problemOfPoints(
            List<TestPoint> points, List<ReturnCode> codes, Collection<BlocklistKind> kinds) {
        if (points.size() > BlocklistProfile.MAX_TEST_POINTS) {
            return "more than " + BlocklistProfile.MAX_TEST_POINTS + " test points";
        }
        for (TestPoint point : points) {
            if (!kinds.contains(point.kind())) {
                return "a test point of a kind that the list may not be asked about: " + point.subject();
            }
            for (IpAddress code : point.codes()) {
                if (codes.stream().noneMatch(row -> row.pattern().matches(code))) {
                    return "a test point promises a code that is none of the list's: " + code;
                }
            }
        }
        return null;
    }
}
