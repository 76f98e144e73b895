package io.mailseal.dnsbl.uri;

import io.mailseal.core.DomainName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text without a delimiter, and the URIs in it. Goes once from left to right; what it looks at again is bounded, or
 * looked up once for the whole token.
 */
final class UriToken {

    // The longest host that is looked at without a scheme: its labels may be in Unicode.
    private static final int MAX_BARE_HOST = 2 * DomainName.MAX_TEXT;

    private static final int MAX_SCHEME = 30;

    private final UriReader reader;
    private final String text;
    private final int start;
    private final int end;
    private final UriSink sink;

    private int at;
    private int floor; // what is before belongs to something that was found, or can't be part of an address
    private int mailto = -1; // where the scheme of an address that begins at floor stands
    private boolean enough;

    // Of the authority that was looked for last.
    private int authorityFrom = -1;
    private int authorityEnd = -1;
    private int authorityAt = -1;
    private int rejectedHost = -1; // where text begins that turned out to be no host

    UriToken(UriReader reader, String text, int start, int end, UriSink sink) {
        this.reader = reader;
        this.text = text;
        this.start = start;
        this.end = end;
        this.sink = sink;
        this.at = start;
        this.floor = start;
    }

    /** False if the sink ended the search. */
    boolean scan() {
        while (at < end && !enough) {
            char c = text.charAt(at);
            if (TextCharacters.isHost(c)) {
                readRun();
            } else if (c == '@') {
                readAddress();
            } else {
                at++;
            }
        }
        return !enough;
    }

    private int runEnd(int from) {
        int stop = from;
        while (stop < end && TextCharacters.isHost(text.charAt(stop))) {
            stop++;
        }
        return stop;
    }

    private void readRun() {
        int from = at;
        int stop = runEnd(from);
        at = stop;
        char next = stop < end ? text.charAt(stop) : ' ';
        if (next == ':' && (readWeb(from, stop) || readMailto(from, stop) || readOther(from, stop))) {
            return;
        }
        if ((next == ':' || next == '@') && readBareWithUserinfo(from, stop)) {
            return;
        }
        if (next != '@' || isShare(from)) {
            readBare(from, stop);
        }
    }

    // "\\evil.example@80\share", which Windows goes to.
    private boolean isShare(int from) {
        return from > start + 1 && text.charAt(from - 1) == '\\' && text.charAt(from - 2) == '\\';
    }

    private void accept(boolean wanted, int next) {
        enough = !wanted;
        at = next;
        floor = next;
        mailto = -1;
    }

    // ---- with a scheme ----

    private boolean readWeb(int from, int colon) {
        int scheme = RedirectTargets.schemeStart(text, colon);
        if (scheme < from) {
            return false;
        }
        int authority = colon + 1;
        while (authority < end && UriCharacters.isSlash(text.charAt(authority))) {
            authority++;
        }
        findAuthority(authority);
        int hostStart = Math.max(authorityAt + 1, authority);
        int stop = stop(hostStart, authority > colon + 1);
        if (stop < 0) {
            at = colon + 1;
            floor = at;
            return true;
        }
        boolean wanted = readCutShort(scheme, authority) && reader.read(text.substring(scheme, stop), sink);
        accept(wanted, stop);
        return true;
    }

    // "http://evil.example,x@good.example/" leads to the second host, but what programs make a link of ends at the
    // comma.
    private boolean readCutShort(int scheme, int authority) {
        int hostEnd = authority;
        while (hostEnd < authorityAt && TextCharacters.isHost(text.charAt(hostEnd))) {
            hostEnd++;
        }
        boolean cutShort = hostEnd < authorityAt && hostEnd - authority <= MAX_BARE_HOST;
        return !cutShort
                || !isHost(text.substring(authority, hostEnd), true)
                || reader.read(text.substring(scheme, hostEnd), sink);
    }

    // Any scheme with two slashes, such as "file://evil.example/share".
    private boolean readOther(int from, int colon) {
        boolean slashes = colon + 2 < end
                && UriCharacters.isSlash(text.charAt(colon + 1))
                && UriCharacters.isSlash(text.charAt(colon + 2));
        if (!slashes || !UriCharacters.isLetter(text.charAt(from)) || colon - from > MAX_SCHEME) {
            return false;
        }
        int authority = colon + 1;
        while (authority < end && UriCharacters.isSlash(text.charAt(authority))) {
            authority++;
        }
        findAuthority(authority);
        int stop = stop(Math.max(authorityAt + 1, authority), false);
        if (stop < 0) {
            return false;
        }
        accept(reader.read(text.substring(from, stop), sink), stop);
        return true;
    }

    // The next slash, question mark or number sign, and the last @ before it. What was found once holds further on.
    private void findAuthority(int from) {
        if (authorityFrom >= 0 && from <= authorityEnd) {
            return;
        }
        authorityFrom = from;
        authorityEnd = from;
        authorityAt = -1;
        while (authorityEnd < end && !UriCharacters.endsAuthority(text.charAt(authorityEnd))) {
            if (text.charAt(authorityEnd) == '@') {
                authorityAt = authorityEnd;
            }
            authorityEnd++;
        }
    }

    // Many schemes may share the host behind the last @.
    private int stop(int hostStart, boolean slashes) {
        if (hostStart == rejectedHost) {
            return -1;
        }
        int stop = findStop(hostStart, slashes);
        rejectedHost = stop < 0 ? hostStart : rejectedHost;
        return stop;
    }

    // Where the URI with this host ends, or -1 if there is no host.
    private int findStop(int hostStart, boolean slashes) {
        if (hostStart < end && text.charAt(hostStart) == '[') {
            int bracket = text.indexOf(']', hostStart);
            return bracket < 0 || bracket >= end || !isHost(text.substring(hostStart, bracket + 1), false)
                    ? -1
                    : stopBehindHost(bracket + 1);
        }
        int hostEnd = hostStart;
        while (hostEnd < end && TextCharacters.isHostBehindScheme(text.charAt(hostEnd))) {
            hostEnd++;
        }
        int trimmed = goesOn(hostEnd) ? hostEnd : trimmedHost(hostStart, hostEnd);
        if (isHost(text.substring(hostStart, trimmed), true)) {
            return trimmed == hostEnd ? stopBehindHost(hostEnd) : trimmed;
        }
        // Text in scripts that need no blanks goes on right behind the host.
        int plain = plainEnd(hostStart, trimmed);
        int plainTrimmed = trimmedHost(hostStart, plain);
        if (plain < trimmed && isHost(text.substring(hostStart, plainTrimmed), true)) {
            return plainTrimmed;
        }
        boolean host = slashes && isHost(text.substring(hostStart, trimmed), false);
        return !host ? -1 : trimmed == hostEnd ? stopBehindHost(hostEnd) : trimmed;
    }

    private int trimmedHost(int from, int to) {
        int stop = to;
        while (stop > from && ".-_%&=~+$".indexOf(text.charAt(stop - 1)) >= 0) {
            stop--;
        }
        return stop;
    }

    private int plainEnd(int from, int to) {
        int stop = from;
        while (stop < to && text.charAt(stop) < 0x80 && TextCharacters.isHost(text.charAt(stop))) {
            stop++;
        }
        return stop;
    }

    private boolean goesOn(int hostEnd) {
        return portEnd(hostEnd) > hostEnd || endsAuthority(hostEnd);
    }

    private boolean endsAuthority(int index) {
        return index < end && UriCharacters.endsAuthority(text.charAt(index));
    }

    // A colon without a port is one of the sentence, unless a path follows.
    private int portEnd(int hostEnd) {
        if (hostEnd == end || text.charAt(hostEnd) != ':') {
            return hostEnd;
        }
        int port = hostEnd + 1;
        while (port < end && UriCharacters.isDigit(text.charAt(port))) {
            port++;
        }
        return port > hostEnd + 1 || endsAuthority(port) ? port : hostEnd;
    }

    // Behind the port, path, query and fragment, if there are any. Looks at the whole token: only for what is a URI.
    private int stopBehindHost(int hostEnd) {
        int stop = portEnd(hostEnd);
        return endsAuthority(stop) ? TextCharacters.trimmed(text, stop + 1, end) : stop;
    }

    private boolean isHost(String host, boolean known) {
        UriHost read = UriHost.parse(host).orElse(null);
        if (read == null) {
            return false;
        }
        DomainName name = read.name().orElse(null);
        return name == null
                || (!known || reader.names().isInternet(name)) && reader.names().isRegistrable(name);
    }

    // ---- addresses ----

    private boolean readMailto(int from, int colon) {
        int scheme = colon - "mailto".length();
        if (scheme < from || !text.regionMatches(true, scheme, "mailto", 0, "mailto".length())) {
            return false;
        }
        at = colon + 1;
        while (at < end && UriCharacters.isSlash(text.charAt(at))) {
            at++;
        }
        floor = at;
        mailto = scheme;
        return true;
    }

    private void readAddress() {
        int local = localPartStart();
        int stop = runEnd(at + 1);
        int domainEnd = trimmedHost(at + 1, stop);
        boolean again = stop < end && text.charAt(stop) == '@';
        MailAddress address = again || local == at || domainEnd - at > MAX_BARE_HOST
                ? null
                : MailAddress.read(text.substring(local, domainEnd), reader.names());
        if (address == null) {
            at++;
            return;
        }
        int from = mailto >= 0 && local == floor ? mailto : local;
        accept(UriReader.tell(address, text.substring(from, domainEnd), sink), domainEnd);
    }

    private int localPartStart() {
        int local = at;
        int least = Math.max(floor, at - MailAddress.MAX_LOCAL_PART);
        while (local > least && MailAddress.isLocalPartCharacter(text.charAt(local - 1))) {
            local--;
        }
        // Brackets and quotes of prose are no part of an address.
        while (local < at && ".'*/".indexOf(text.charAt(local)) >= 0) {
            local++;
        }
        return local;
    }

    // ---- without a scheme ----

    // "www." says so much that a userinfo may follow, which elsewhere would be an address.
    private boolean readBareWithUserinfo(int from, int stop) {
        int begin = firstOfHost(from, stop);
        if (!isWww(begin, stop)) {
            return false;
        }
        findAuthority(begin);
        if (authorityAt < stop) {
            return false;
        }
        int urlEnd = stop(authorityAt + 1, false);
        if (urlEnd < 0) {
            return false;
        }
        accept(reader.read("http://" + text.substring(begin, urlEnd), bare(begin)), urlEnd);
        return true;
    }

    private boolean isWww(int from, int stop) {
        return stop - from > 4 && text.regionMatches(true, from, "www.", 0, 4);
    }

    private int firstOfHost(int from, int stop) {
        int begin = from;
        while (begin < stop && ".-_".indexOf(text.charAt(begin)) >= 0) {
            begin++;
        }
        return begin;
    }

    private void readBare(int from, int stop) {
        int begin = firstOfHost(from, stop);
        boolean path = from > start && text.charAt(from - 1) == '/';
        if (path && !isWww(begin, stop)) {
            return;
        }
        if (readBareHost(begin, stop)) {
            return;
        }
        int i = begin;
        while (i < stop && !enough) {
            int plain = plainEnd(i, stop);
            if (plain > i && plain - i < stop - begin && readBareHost(firstOfHost(i, plain), plain)) {
                i = Math.max(at, plain);
            } else {
                i = Math.max(plain, i + 1);
            }
        }
    }

    private boolean readBareHost(int begin, int stop) {
        int hostEnd = trimmedHost(begin, stop);
        DomainName name = bareHost(begin, hostEnd);
        if (name == null) {
            return false;
        }
        boolean goesOn =
                hostEnd == stop || hostEnd == stop - 1 && stop < end && UriCharacters.isSlash(text.charAt(stop));
        int urlEnd = goesOn ? stopBehindHost(stop) : hostEnd;
        String scheme = name.toString().startsWith("ftp.") ? "ftp://" : "http://";
        accept(reader.read(scheme + text.substring(begin, urlEnd), bare(begin)), Math.max(urlEnd, hostEnd));
        return true;
    }

    private @Nullable DomainName bareHost(int begin, int hostEnd) {
        if (hostEnd - begin < 4 || hostEnd - begin > MAX_BARE_HOST || !mayEndInTopLevel(begin, hostEnd)) {
            return null;
        }
        return UriHost.parse(text.substring(begin, hostEnd))
                .flatMap(UriHost::name)
                .filter(reader.names()::isUsual)
                .filter(name -> isWww(begin, hostEnd) || !isEndOfSentence(name, hostEnd))
                .orElse(null);
    }

    // Spares most words and numbers the look at a list.
    private boolean mayEndInTopLevel(int begin, int hostEnd) {
        boolean dot = false;
        for (int i = begin; i < hostEnd && !dot; i++) {
            dot = HostText.isDot(text.charAt(i));
        }
        return dot && !UriCharacters.isDigit(text.charAt(hostEnd - 1)) && !HostText.isDot(text.charAt(hostEnd - 2))
                || dot
                        && text.substring(begin, hostEnd)
                                .toLowerCase(Locale.ROOT)
                                .contains(".xn--");
    }

    // "this is the end.So it begins": no blank, but a capital letter that is the first of a word.
    private boolean isEndOfSentence(DomainName name, int hostEnd) {
        int topLevel = hostEnd - name.suffix(1).toString().length();
        return name.labelCount() == 2
                && topLevel > start + 1
                && Character.isUpperCase(text.charAt(topLevel))
                && Character.isLowerCase(text.charAt(topLevel + 1))
                && !Character.isUpperCase(text.charAt(topLevel - 2))
                && Character.isLowerCase(text.charAt(hostEnd - 1));
    }

    // The scheme that we put in front was not found.
    private UriSink bare(int begin) {
        return found -> {
            if (found.inside()) {
                return sink.accept(found);
            }
            int stop =
                    Math.min(begin + found.asFound().length() - found.scheme().length() - 3, end);
            return sink.accept(new ReadUri(found.uri(), text.substring(begin, stop), found.host(), false, found.cut()));
        };
    }
}
