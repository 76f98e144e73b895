package io.mailseal.dnsbl.uri;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has been found so far in one message: each URI once, up to the limits. */
final class UriCollector {

    private static final int NO_PART = -1;

    private final UriLimits limits;
    private final Map<String, FoundUri> found = new LinkedHashMap<>();
    private final Set<ExtractionProblem> problems = EnumSet.noneOf(ExtractionProblem.class);
    private int charactersLeft;
    private int part = NO_PART;
    private boolean full;

    UriCollector(UriLimits limits) {
        this.limits = limits;
        this.charactersLeft = limits.uriCharacters();
    }

    /** What comes now is of this part. */
    void enterPart(int index) {
        part = index;
    }

    /** Takes what is found in such a place. */
    UriSink at(UriPlace place) {
        return read -> add(read, place);
    }

    private boolean add(ReadUri read, UriPlace place) {
        if (full) {
            return false;
        }
        if (found.containsKey(read.uri())) {
            return true;
        }
        int length = read.uri().length() + read.asFound().length();
        full = found.size() == limits.uris() || length > charactersLeft;
        if (full) {
            problems.add(ExtractionProblem.TOO_MANY_URIS);
            return false;
        }
        charactersLeft -= length;
        UriPlace where = read.inside() ? UriPlace.REDIRECT : place;
        found.put(read.uri(), new FoundUri(read.uri(), read.asFound(), read.host(), where, part));
        return true;
    }

    /** Whether nothing more is taken. */
    boolean isFull() {
        return full;
    }

    void report(ExtractionProblem problem) {
        problems.add(problem);
    }

    UriExtraction extraction() {
        return new UriExtraction(List.copyOf(found.values()), problems);
    }
}
