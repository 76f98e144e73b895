package io.mailseal.dnsbl.uri;

/**
 * What {@link UriReader} and {@link UriText} find: a {@link FoundUri} without its place.
 *
 * @param uri as {@link FoundUri#uri}
 * @param asFound as {@link FoundUri#asFound}
 * @param host as {@link FoundUri#host}
 * @param inside whether it was found within another URI, as what a redirector would lead to: {@link UriPlace#REDIRECT}
 * @param cut whether it, or what is inside it, was not read to the end
 */
record ReadUri(String uri, String asFound, UriHost host, boolean inside, boolean cut) {

    ReadUri(String uri, String asFound, UriHost host, boolean inside) {
        this(uri, asFound, host, inside, false);
    }

    String scheme() {
        return uri.substring(0, uri.indexOf(':'));
    }
}
