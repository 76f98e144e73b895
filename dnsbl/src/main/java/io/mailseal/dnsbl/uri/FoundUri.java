package io.mailseal.dnsbl.uri;

import java.util.Objects;
import java.util.Optional;

/**
 * A URI that a message holds, and where it was found first.
 *
 * @param uri the URI in a form that is the same for all ways to write it: printable ASCII, scheme and host in lower
 *     case, the host as a browser reads it, no port where it is the usual one, nothing percent-encoded that need not
 *     be, no dot segments. A bare address of e-mail becomes {@code mailto:}, a bare host {@code http:} or {@code ftp:}
 * @param asFound the text as it stood in the message after its decoding, for people and for lists that digest it as it
 *     is; it is hostile, and may hold anything
 * @param host the host that a click leads to, or the domain of an address of e-mail
 * @param place in what kind of text it was found
 * @param part the number of the MIME part in the order of the message, from 0; -1 if there was no message, or it was
 *     found in the header
 */
public record FoundUri(String uri, String asFound, UriHost host, UriPlace place, int part) {

    private static final String MAILTO = "mailto:";

    /**
     * @throws IllegalArgumentException for a part below -1, or a URI without a scheme
     */
    public FoundUri {
        Objects.requireNonNull(asFound, "asFound");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(place, "place");
        if (part < -1 || uri.indexOf(':') <= 0) {
            throw new IllegalArgumentException("no found URI: " + uri + " in part " + part);
        }
    }

    /** The scheme in lower case: mostly {@code http} or {@code https}, {@code ftp} or {@code mailto}, but any is possible. */
    public String scheme() {
        return uri.substring(0, uri.indexOf(':'));
    }

    /** The address of e-mail, where this is a {@code mailto:}, with nothing percent-encoded; empty for other URIs. */
    public Optional<String> emailAddress() {
        return uri.startsWith(MAILTO)
                ? Optional.of(PercentEncoding.decode(uri.substring(MAILTO.length())))
                : Optional.empty();
    }
}
