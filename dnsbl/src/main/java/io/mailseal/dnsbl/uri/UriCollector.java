package io.mailseal.dnsbl.uri;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has been found so far in one message: each URI once, up to the limits. No number of URIs of one host keeps another
 * host out.
 */
final class UriCollector {

    private static final int NO_PART = -1;
    private static final int ASIDE = 10; // the share of the hosts that text may add which is hardly seen
    private static final int ONE_HOST = 2; // the share of the further URIs that one host may have

    private final UriLimits limits;
    private final Map<String, FoundUri> found = new LinkedHashMap<>();
    private final Map<UriHost, Integer> furtherOfHost = new HashMap<>();
    private final Set<ExtractionProblem> problems = EnumSet.noneOf(ExtractionProblem.class);
    private int further;
    private int hostsAside;
    private int charactersLeft;
    private int part = NO_PART;
    private boolean aside;
    private boolean full;

    UriCollector(UriLimits limits) {
        this.limits = limits;
        this.charactersLeft = limits.uriCharacters();
    }

    /** What comes now is of this part, which most programs show or don't. */
    void enterPart(int index, boolean shown) {
        part = index;
        aside = !shown;
    }

    /** Takes what is found in such a place. */
    UriSink at(UriPlace place) {
        return read -> add(read, place);
    }

    /** Takes what is found there with a scheme; text that nobody sees makes no links of anything else. */
    UriSink atHidden() {
        return read -> !read.inside() && !hasScheme(read) || add(read, UriPlace.HTML_HIDDEN);
    }

    // In scripts, the slashes may stand behind backslashes.
    private static boolean hasScheme(ReadUri read) {
        int colon = read.scheme().length();
        return read.asFound().indexOf("//") > 0
                || read.asFound().regionMatches(true, 0, read.scheme() + ":", 0, colon + 1)
                        && UriCharacters.isSlash(read.asFound(), colon + 1);
    }

    private boolean add(ReadUri read, UriPlace place) {
        if (read.cut()) {
            problems.add(ExtractionProblem.LONG_URI);
        }
        if (full || found.containsKey(read.uri())) {
            return !full;
        }
        Integer others = furtherOfHost.get(read.host());
        if (others == null) {
            addHost(read, place);
        } else {
            addFurther(read, place, others);
        }
        return !full;
    }

    private void addHost(ReadUri read, UriPlace place) {
        if (furtherOfHost.size() == limits.hosts() || aside && hostsAside == Math.max(1, limits.hosts() / ASIDE)) {
            problems.add(ExtractionProblem.TOO_MANY_HOSTS);
            full = !aside;
            return;
        }
        furtherOfHost.put(read.host(), 0);
        hostsAside += aside ? 1 : 0;
        if (length(read) <= charactersLeft) {
            keep(read, place);
        } else {
            problems.add(ExtractionProblem.TOO_MANY_URIS);
            String host = read.host().toString();
            boolean mail = read.scheme().equals("mailto");
            keep(
                    new ReadUri(
                            mail ? read.uri() : read.scheme() + "://" + host + "/", host, read.host(), read.inside()),
                    place);
        }
    }

    private void addFurther(ReadUri read, UriPlace place, int others) {
        boolean room = further < limits.uris() && others < Math.max(1, limits.uris() / ONE_HOST);
        if (!room || length(read) > charactersLeft) {
            problems.add(ExtractionProblem.TOO_MANY_URIS);
            return;
        }
        further++;
        furtherOfHost.put(read.host(), others + 1);
        keep(read, place);
    }

    private static int length(ReadUri read) {
        return read.uri().length() + read.asFound().length();
    }

    private void keep(ReadUri read, UriPlace place) {
        charactersLeft = Math.max(0, charactersLeft - length(read));
        UriPlace where = read.inside() ? UriPlace.REDIRECT : place;
        found.putIfAbsent(read.uri(), new FoundUri(read.uri(), read.asFound(), read.host(), where, part));
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
