package io.mailseal.dnsbl.uri;

import io.mailseal.core.DomainName;
import io.mailseal.dnsbl.uri.RegisteredDomain.Basis;
import io.mailseal.psl.PublicSuffixList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a host's name somebody registered, so that a list of domains can be asked about it: either by SURBL's
 * lists of two-level and three-level domains, or by a public suffix list. SURBL publishes what it registers below by
 * its own lists, so with these the answers are exact; the public suffix list comes close, and needs no further file.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class RegisteredDomains {

    /**
     * The largest list of two-level or three-level domains that is read, in octets: 1 MiB, ten times what SURBL's have.
     */
    public static final int MAX_OCTETS = 1 << 20;

    /** How many lines of a list may be no entry before the whole is no list. */
    public static final int MAX_SKIPPED_LINES = 100;

    private final @Nullable PublicSuffixList suffixes;
    private final Set<DomainName> twoLevel;
    private final Set<DomainName> threeLevel;
    private final int skippedLines;

    private RegisteredDomains(
            @Nullable PublicSuffixList suffixes,
            Set<DomainName> twoLevel,
            Set<DomainName> threeLevel,
            int skippedLines) {
        this.suffixes = suffixes;
        this.twoLevel = twoLevel;
        this.threeLevel = threeLevel;
        this.skippedLines = skippedLines;
    }

    /** By both sections of a public suffix list. */
    public static RegisteredDomains of(PublicSuffixList suffixes) {
        return new RegisteredDomains(Objects.requireNonNull(suffixes, "suffixes"), Set.of(), Set.of(), 0);
    }

    /**
     * By lists such as SURBL's {@code two-level-tlds} and {@code three-level-tlds}: a name below an entry of three
     * labels has four, one below an entry of two has three, and any other has two.
     *
     * @throws IllegalArgumentException if an entry has not two or three labels, as its list wants
     */
    public static RegisteredDomains ofLists(Collection<DomainName> twoLevel, Collection<DomainName> threeLevel) {
        return new RegisteredDomains(null, entries(twoLevel, 2), entries(threeLevel, 3), 0);
    }

    /**
     * Reads such lists from files as SURBL publishes them: a domain on each line, and comments behind {@code #}. Lines
     * that are no domain of two or three labels, as the list wants it, are skipped; {@link #skippedLines} counts them.
     *
     * @throws SurblListException if a file is no list
     * @throws IOException if it can't be read
     */
    public static RegisteredDomains readLists(Path twoLevel, Path threeLevel) throws IOException {
        try (InputStream two = Files.newInputStream(twoLevel);
                InputStream three = Files.newInputStream(threeLevel)) {
            return readLists(two, three);
        }
    }

    /**
     * The same from streams, in UTF-8, which are left open.
     *
     * @throws SurblListException if one is no list
     * @throws IOException if a stream fails
     */
    public static RegisteredDomains readLists(InputStream twoLevel, InputStream threeLevel) throws IOException {
        SurblList two = SurblList.read(twoLevel, 2);
        SurblList three = SurblList.read(threeLevel, 3);
        return new RegisteredDomains(
                null,
                Set.copyOf(two.entries()),
                Set.copyOf(three.entries()),
                two.skippedLines() + three.skippedLines());
    }

    /** How many lines of the lists were read and are no entry; 0 if none was read. */
    public int skippedLines() {
        return skippedLines;
    }

    private static Set<DomainName> entries(Collection<DomainName> names, int labels) {
        for (DomainName name : names) {
            if (name.labelCount() != labels) {
                throw new IllegalArgumentException(name + " has not " + labels + " labels");
            }
        }
        return Set.copyOf(names);
    }

    /** The registered domain of a host; empty for an address, and where {@link #of(DomainName)} finds none. */
    public Optional<RegisteredDomain> of(UriHost host) {
        return host.name().flatMap(this::of);
    }

    /**
     * The registered domain of a name. An entry of SURBL's lists, or of the public suffix list's private section, is
     * somebody's domain, too, and gives itself; a name that a registry opens for registration gives nothing, nor does
     * a single label.
     */
    public Optional<RegisteredDomain> of(DomainName name) {
        return suffixes == null ? Optional.ofNullable(byLists(name)) : bySuffixes(suffixes, name);
    }

    private @Nullable RegisteredDomain byLists(DomainName name) {
        int labels = name.labelCount();
        if (labels < 2) {
            return null;
        }
        if (labels > 2 && threeLevel.contains(name.suffix(3))) {
            return new RegisteredDomain(name.suffix(Math.min(labels, 4)), Basis.THREE_LEVEL_LIST);
        }
        if (twoLevel.contains(name.suffix(2))) {
            return new RegisteredDomain(name.suffix(Math.min(labels, 3)), Basis.TWO_LEVEL_LIST);
        }
        return new RegisteredDomain(name.suffix(2), Basis.TOP_LEVEL_DOMAIN);
    }

    private static Optional<RegisteredDomain> bySuffixes(PublicSuffixList suffixes, DomainName name) {
        return suffixes.registrableDomain(name)
                .or(() -> suffixes.icannOnly().registrableDomain(name))
                .map(domain -> new RegisteredDomain(domain, Basis.PUBLIC_SUFFIX_LIST));
    }
}
