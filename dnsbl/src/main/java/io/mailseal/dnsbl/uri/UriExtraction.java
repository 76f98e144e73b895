package io.mailseal.dnsbl.uri;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The URIs of a message or text.
 *
 * @param uris each once, by its normal form, in the order and at the place where it was found first
 * @param problems why some may be missing, and what is odd
 */
public record UriExtraction(List<FoundUri> uris, Set<ExtractionProblem> problems) {

    /** Copies both. */
    public UriExtraction {
        uris = List.copyOf(uris);
        problems = problems.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(problems));
    }

    /** Whether a limit cut it off: then nothing follows from what is not in it. */
    public boolean isTruncated() {
        return problems.stream().anyMatch(ExtractionProblem::isTruncating);
    }

    /** The different hosts, in the order in which they were found. */
    public List<UriHost> hosts() {
        return uris.stream().map(FoundUri::host).distinct().toList();
    }
}
