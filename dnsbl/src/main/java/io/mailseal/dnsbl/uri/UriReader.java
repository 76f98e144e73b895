package io.mailseal.dnsbl.uri;

import io.mailseal.psl.PublicSuffixList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one URI as a browser would, such as the value of {@code href}, and what it redirects to. Where a browser would
 * give up, and other programs may not, it reads on: a host without a scheme has one of its own, and so has an address
 * of e-mail. Time and memory are linear in the length of the text.
 */
final class UriReader {

    /**
     * How much of a URI is kept, in UTF-16 units, and how much of what follows its host is looked at. The host is found
     * wherever it is.
     */
    static final int MAX_LENGTH = 8192;

    // Without these it could be a user's name and password.
    private static final Set<String> OTHER_SCHEMES = Set.of(
            "about",
            "blob",
            "cid",
            "data",
            "file",
            "im",
            "javascript",
            "mid",
            "news",
            "sip",
            "sips",
            "skype",
            "sms",
            "tel",
            "urn",
            "vbscript",
            "xmpp");

    private final HostNames names;
    private final RedirectTargets targets;

    UriReader(PublicSuffixList suffixes) {
        this.names = new HostNames(suffixes);
        this.targets = new RedirectTargets(names);
    }

    HostNames names() {
        return names;
    }

    /** Tells the sink the URI, if there is one, and those inside it; false if the sink ended the search. */
    boolean read(String uri, UriSink sink) {
        String text = UriCharacters.clean(uri);
        String cut = shortened(uri.length() > MAX_LENGTH ? text : uri);
        int schemeEnd = UriCharacters.schemeEnd(text);
        String scheme = schemeEnd < 0 ? "" : UriCharacters.scheme(text, schemeEnd);
        if (isWeb(scheme)) {
            return tell(WebUri.read(scheme, text, schemeEnd + 1), text, cut, sink);
        }
        if (scheme.equals("mailto")) {
            return readMailto(text.substring(schemeEnd + 1), cut, sink);
        }
        if (!scheme.isEmpty()
                && scheme.indexOf('.') < 0
                && UriCharacters.isSlash(text, schemeEnd + 1)
                && UriCharacters.isSlash(text, schemeEnd + 2)) {
            // What programs open it may be any, but its name is looked up.
            WebUri other = WebUri.read(scheme, text, schemeEnd + 1);
            return tellShare(scheme.equals("file") ? text.substring(schemeEnd + 1) : "", cut, sink)
                    && tell(other == null || !isInternet(other.host()) ? null : other, text, cut, sink);
        }
        if (OTHER_SCHEMES.contains(scheme)) {
            return readInside(text, sink);
        }
        String encoded = encodedScheme(text);
        if (!encoded.isEmpty()) {
            return tell(WebUri.read(encoded, text, encoded.length() + 3), text, cut, sink);
        }
        // Without a page whose scheme would be meant, one of the two has to do.
        if (UriCharacters.isSlash(text, 0) && UriCharacters.isSlash(text, 1)) {
            return tellShare(text.startsWith("\\\\") ? text : "", cut, sink)
                    && tell(WebUri.read("http", text, 0), text, cut, sink);
        }
        return readBare(text, cut, sink);
    }

    // Windows takes what follows an @ for the way to get there: "\\evil.example@80\share".
    private boolean tellShare(String text, String asFound, UriSink sink) {
        int start = UriCharacters.skipSlashes(text, 0);
        int at = text.indexOf('@', start);
        if (at < 0 || at > UriCharacters.authorityEnd(text, start)) {
            return true;
        }
        UriHost server = UriHost.parse(text.substring(start, at)).orElse(null);
        return server == null
                || !isInternet(server)
                || !isPossible(server)
                || sink.accept(new ReadUri("file://" + server + "/", asFound, server, false));
    }

    private static String shortened(String text) {
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }

    /** Where a click on this leads, for those who know that it is a URI, or one without its scheme. */
    static @Nullable UriHost host(String uri) {
        String text = UriCharacters.clean(uri);
        int schemeEnd = UriCharacters.schemeEnd(text);
        String scheme = schemeEnd < 0 ? "" : UriCharacters.scheme(text, schemeEnd);
        boolean bare = schemeEnd >= 0 && hasPort(text, 0, UriCharacters.authorityEnd(text, 0));
        if (schemeEnd >= 0 && !isWeb(scheme) && !bare) {
            return null;
        }
        WebUri read = WebUri.read("http", text, isWeb(scheme) ? schemeEnd + 1 : 0);
        return read == null ? null : read.host();
    }

    private static boolean isWeb(String scheme) {
        return scheme.equals("http") || scheme.equals("https") || scheme.equals("ftp");
    }

    private static String encodedScheme(String text) {
        int percent = text.indexOf('%');
        if (percent < 3 || percent > 5 || PercentEncoding.octetAt(text, percent) != ':') {
            return "";
        }
        String scheme = text.substring(0, percent).toLowerCase(Locale.ROOT);
        return isWeb(scheme) ? scheme : "";
    }

    private boolean tell(@Nullable WebUri uri, String text, String asFound, UriSink sink) {
        if (uri == null || !isPossible(uri.host())) {
            return readInside(text, sink);
        }
        WebUri kept = uri.shortened(MAX_LENGTH);
        String normal = kept.normal();
        RedirectTargets.Found inside = targets.in(kept.rest());
        boolean cut = !kept.equals(uri) || inside.more();
        return sink.accept(new ReadUri(normal, asFound, uri.host(), false, cut)) && tell(inside, normal, sink);
    }

    private boolean isInternet(UriHost host) {
        return host.name().map(names::isInternet).orElse(true);
    }

    private boolean isPossible(UriHost host) {
        return host.name().map(names::isRegistrable).orElse(true);
    }

    private boolean readInside(String text, UriSink sink) {
        return tell(targets.in(shortened(text)), "", sink);
    }

    private boolean tell(RedirectTargets.Found inside, String outer, UriSink sink) {
        if (inside.targets().isEmpty()) {
            return true;
        }
        Set<String> told = new HashSet<>();
        told.add(outer);
        for (RedirectTargets.Target target : inside.targets()) {
            WebUri uri = WebUri.read(target.scheme(), UriCharacters.clean(target.text()), target.afterScheme());
            if (uri != null && isPossible(uri.host())) {
                String normal = uri.normal();
                if (told.add(normal)
                        && !sink.accept(new ReadUri(normal, target.text(), uri.host(), true, inside.more()))) {
                    return false;
                }
            }
        }
        return true;
    }

    // ---- mailto ----

    /** Of the header fields that RFC 6068 has, those that hold addresses are read, too. */
    private boolean readMailto(String text, String asFound, UriSink sink) {
        int start = UriCharacters.skipSlashes(text, 0);
        int query = UriCharacters.firstOf(text, start, '?', '#');
        if (!readAddresses(text.substring(start, query), asFound, sink)) {
            return false;
        }
        int at = query + 1;
        while (at < text.length()) {
            int end = UriCharacters.firstOf(text, at, '&', '#');
            int equals = text.indexOf('=', at);
            if (equals > 0 && equals < end && isDestination(text.substring(at, equals))) {
                if (!readAddresses(text.substring(equals + 1, end), asFound, sink)) {
                    return false;
                }
            }
            at = end + 1;
        }
        return true;
    }

    private static boolean isDestination(String field) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "to", "cc", "bcc" -> true;
            default -> false;
        };
    }

    private boolean readAddresses(String list, String asFound, UriSink sink) {
        int start = 0;
        while (start < list.length()) {
            int end = UriCharacters.firstOf(list, start, ',', ';');
            String one = UriCharacters.clean(PercentEncoding.decode(list.substring(start, end)));
            MailAddress address = MailAddress.read(one, names);
            if (address != null && !tell(address, asFound, sink)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    static boolean tell(MailAddress address, String asFound, UriSink sink) {
        return sink.accept(new ReadUri(address.uri(), asFound, UriHost.of(address.domain()), false));
    }

    // ---- without a scheme that we know ----

    private boolean readBare(String text, String asFound, UriSink sink) {
        int end = UriCharacters.authorityEnd(text, 0);
        int at = text.lastIndexOf('@', end - 1);
        if (at > 0 && end == text.length() && text.lastIndexOf(':', at) < 0) {
            MailAddress address = MailAddress.read(text, names);
            return address == null || tell(address, asFound, sink);
        }
        WebUri uri = hasPort(text, at + 1, end) ? WebUri.read("http", text, 0) : null;
        if (uri == null || !uri.host().name().map(names::isUsual).orElse(false)) {
            return readInside(text, sink);
        }
        return tell(ofBare(uri), text, asFound, sink);
    }

    private static boolean hasPort(String text, int start, int end) {
        int colon = text.indexOf(':', start);
        for (int i = colon + 1; colon >= 0 && i < end; i++) {
            if (!UriCharacters.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static WebUri ofBare(WebUri uri) {
        boolean ftp = uri.host().toString().startsWith("ftp.");
        return ftp ? new WebUri("ftp", uri.userinfo(), uri.host(), uri.port(), uri.rest()) : uri;
    }
}
