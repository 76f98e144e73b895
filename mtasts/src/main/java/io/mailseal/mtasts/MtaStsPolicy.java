package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy: which hosts take the mail of a domain, for how long that is to be kept in mind, and what to do where something
 * is not as it says.
 *
 * @param mode what to do
 * @param maxAge how long, in whole seconds, from the time it was fetched; at most {@link #MAX_AGE}
 * @param mx which hosts, each once, whatever is given; none only where the mode is none
 * @param fields what else stands in it, which nobody knows: in order, each name once
 * @rfc 8461 3.2
 */
public record MtaStsPolicy(MtaStsMode mode, Duration maxAge, List<MxPattern> mx, List<MtaStsField> fields) {

    /** No policy is longer. */
    public static final int MAX_OCTETS = 64 * 1024;

    /** No policy is kept longer than this: a year, 31557600 seconds. */
    @SuppressWarnings("CanonicalDuration") // as the RFC has it
    public static final Duration MAX_AGE = Duration.ofSeconds(31_557_600);

    static final Set<String> KNOWN = Set.of("version", "mode", "max_age", "mx");

    /**
     * @throws IllegalArgumentException for a lifetime that is negative, too long, or not in whole seconds; for no hosts
     *     unless the mode is none; for a field that has the name of a known one or of another; for what would be longer
     *     than {@link #MAX_OCTETS}
     */
    public MtaStsPolicy {
        mx = List.copyOf(new LinkedHashSet<>(mx));
        fields = List.copyOf(fields);
        if (maxAge.isNegative() || maxAge.compareTo(MAX_AGE) > 0 || !isWholeSeconds(maxAge)) {
            throw new IllegalArgumentException("no lifetime of a policy: " + maxAge);
        }
        if (mx.isEmpty() && mode != MtaStsMode.NONE) {
            throw new IllegalArgumentException("a policy that allows no host");
        }
        Set<String> names = new HashSet<>(KNOWN);
        for (MtaStsField field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("a field that is known, or twice: " + field);
            }
        }
        if (isTooLong(mode, maxAge, mx, fields)) {
            throw new IllegalArgumentException("a policy that nobody would read to its end");
        }
    }

    /** Whether the file would be longer than what is read back. */
    static boolean isTooLong(MtaStsMode mode, Duration maxAge, List<MxPattern> mx, List<MtaStsField> fields) {
        return format(lines(mode, maxAge, mx, fields)).getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS;
    }

    private static boolean isWholeSeconds(Duration duration) {
        return duration.equals(Duration.ofSeconds(duration.toSeconds()));
    }

    /** Reads what a web server has served. */
    public static MtaStsParse<MtaStsPolicy> parse(Octets text) {
        return new PolicyParser(text).parse();
    }

    /** Begins to make a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether mail may go to this host, as it is named in the MX record.
     *
     * @rfc 8461 4.1
     */
    public boolean allows(DomainName host) {
        for (MxPattern pattern : mx) {
            if (pattern.matches(host)) {
                return true;
            }
        }
        return false;
    }

    /** The lines, without their ends: also what TLS reports quote as the policy. */
    public List<String> lines() {
        return lines(mode, maxAge, mx, fields);
    }

    private static List<String> lines(MtaStsMode mode, Duration maxAge, List<MxPattern> mx, List<MtaStsField> fields) {
        List<String> lines = new ArrayList<>();
        lines.add("version: STSv1");
        lines.add("mode: " + mode.word());
        mx.forEach(pattern -> lines.add("mx: " + pattern));
        lines.add("max_age: " + maxAge.toSeconds());
        fields.forEach(field -> lines.add(field.name() + ": " + field.value()));
        return List.copyOf(lines);
    }

    /** The file to be served, in UTF-8, its lines ended by CRLF. */
    public String format() {
        return format(lines());
    }

    private static String format(List<String> lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    /**
     * What the domain's own MX records have to say about it: each host that mail would not reach, and each pattern that
     * stands for no host.
     *
     * @param exchangers the hosts of the domain's MX records
     * @rfc 8461 4.1
     */
    public List<MtaStsFinding> findings(Collection<DomainName> exchangers) {
        List<MtaStsFinding> findings = new ArrayList<>();
        if (mode == MtaStsMode.NONE) {
            return findings;
        }
        for (DomainName host : new LinkedHashSet<>(exchangers)) {
            if (!allows(host)) {
                findings.add(MtaStsFinding.at(MtaStsFinding.Code.MX_NOT_COVERED, 0, Octets.ofLatin1(host.toString())));
            }
        }
        for (MxPattern pattern : mx) {
            if (exchangers.stream().noneMatch(pattern::matches)) {
                findings.add(MtaStsFinding.at(MtaStsFinding.Code.UNUSED_MX, 0, Octets.ofLatin1(pattern.toString())));
            }
        }
        return List.copyOf(findings);
    }

    /** Makes a policy. Not for use by several threads. */
    public static final class Builder {

        private @Nullable MtaStsMode mode;
        private @Nullable Duration maxAge;
        private final List<MxPattern> mx = new ArrayList<>();
        private final List<MtaStsField> fields = new ArrayList<>();

        private Builder() {}

        /** What to do; must be said. */
        public Builder mode(MtaStsMode newMode) {
            mode = Objects.requireNonNull(newMode, "mode");
            return this;
        }

        /** How long it is to be kept; must be said. */
        public Builder maxAge(Duration newMaxAge) {
            maxAge = Objects.requireNonNull(newMaxAge, "maxAge");
            return this;
        }

        /**
         * Allows one more host, or {@code *.} and a name.
         *
         * @throws IllegalArgumentException for anything else
         */
        public Builder mx(String pattern) {
            mx.add(MxPattern.of(pattern));
            return this;
        }

        /**
         * Adds a field of another specification.
         *
         * @throws IllegalArgumentException if it is none
         */
        public Builder field(String name, String value) {
            fields.add(new MtaStsField(name, value));
            return this;
        }

        /**
         * The policy.
         *
         * @throws IllegalStateException without mode or lifetime
         * @throws IllegalArgumentException where {@link MtaStsPolicy} is thrown one
         */
        public MtaStsPolicy build() {
            if (mode == null || maxAge == null) {
                throw new IllegalStateException("a policy has a mode and a lifetime");
            }
            return new MtaStsPolicy(mode, maxAge, mx, fields);
        }
    }
}
