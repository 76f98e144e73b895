package io.mailseal.dnsbl;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a text with profiles: all of them, or the first thing that is wrong. A value with equality. */
public final class BlocklistProfileParse {

    /** Longer texts are not read. */
    public static final int MAX_OCTETS = 1 << 20;

    /** No text has more profiles. */
    public static final int MAX_PROFILES = 256;

    private final List<BlocklistProfile> profiles;
    private final @Nullable BlocklistProfileProblem problem;

    private BlocklistProfileParse(List<BlocklistProfile> profiles, @Nullable BlocklistProfileProblem problem) {
        this.profiles = List.copyOf(profiles);
        this.problem = problem;
    }

    static BlocklistProfileParse of(List<BlocklistProfile> profiles) {
        return new BlocklistProfileParse(profiles, null);
    }

    static BlocklistProfileParse failed(BlocklistProfileProblem problem) {
        return new BlocklistProfileParse(List.of(), problem);
    }

    /** The profiles, in the order of the text; none if and only if there is a problem. */
    public List<BlocklistProfile> profiles() {
        return profiles;
    }

    /** The first thing that is wrong. */
    public Optional<BlocklistProfileProblem> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlocklistProfileParse that
                && profiles.equals(that.profiles)
                && problem().equals(that.problem());
    }

    @Override
    public int hashCode() {
        return 31 * profiles.hashCode() + problem().hashCode();
    }

    @Override
    public String toString() {
        return problem != null ? problem.explanation() : profiles.toString();
    }
}
