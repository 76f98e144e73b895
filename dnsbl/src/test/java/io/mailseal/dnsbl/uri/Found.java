package io.mailseal.dnsbl.uri;

import io.mailseal.psl.PublicSuffixList;
import java.util.ArrayList;
import java.util.List;

/** What the readers find, as lists. */
final class Found {

    static final UriReader READER = new UriReader(PublicSuffixList.bundled());

    private Found() {}

    /** What one URI is, and leads to. */
    static List<ReadUri> in(String uri) {
        List<ReadUri> found = new ArrayList<>();
        READER.read(uri, found::add);
        return found;
    }

    /** What is in plain text. */
    static List<ReadUri> inText(String text) {
        List<ReadUri> found = new ArrayList<>();
        new UriText(READER).scan(text, found::add);
        return found;
    }

    /** The URIs themselves, without what they lead to. */
    static List<String> uris(List<ReadUri> found) {
        return found.stream().filter(uri -> !uri.inside()).map(ReadUri::uri).toList();
    }
}
