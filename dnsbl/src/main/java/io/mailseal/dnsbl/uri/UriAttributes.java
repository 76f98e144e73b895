package io.mailseal.dnsbl.uri;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;

/** Which attributes of HTML elements hold URIs, and how. The values are as their reader needs them: relative or not. */
final class UriAttributes {

    private static final Set<String> SINGLE = Set.of(
            "href",
            "src",
            "action",
            "formaction",
            "background",
            "poster",
            "cite",
            "longdesc",
            "data",
            "lowsrc",
            "dynsrc",
            "codebase",
            "classid",
            "manifest",
            "profile",
            "xlink:href",
            "icon",
            "from",
            "to");

    // Those of the schemes that lead to no host that a list could know. A script could, but mail programs run none.
    private static final Set<String> WITHOUT_HOST =
            Set.of("javascript", "vbscript", "data", "cid", "mid", "about", "blob", "tel", "sms", "file");

    private static final int LONGEST_SCHEME = 12;

    private final Consumer<String> found;

    UriAttributes(Consumer<String> found) {
        this.found = found;
    }

    /** Tells the URIs in all attributes. */
    void read(Element element) {
        for (Attribute attribute : element.attributes()) {
            String value = attribute.getValue();
            if (!value.isEmpty()) {
                read(element, attribute.getKey().toLowerCase(Locale.ROOT), value);
            }
        }
    }

    private void read(Element element, String name, String value) {
        switch (name) {
            case "srcset", "imagesrcset" -> readCandidates(value);
            case "ping", "archive" -> readWords(value);
            case "style" -> CssUris.read(value, this::tell);
            case "content" -> readRefresh(element, value);
            default -> {
                if (SINGLE.contains(name)) {
                    tell(value);
                }
            }
        }
    }

    /** Tells this one, unless it leads nowhere. */
    void tell(String value) {
        if (!isWithoutHost(value)) {
            found.accept(value);
        }
    }

    /** Whether it is, say, a script. Browsers don't see blanks before it, nor line ends and tabs within. */
    static boolean isWithoutHost(String value) {
        StringBuilder scheme = new StringBuilder();
        for (int i = 0; i < value.length() && scheme.length() < LONGEST_SCHEME; i++) {
            char c = value.charAt(i);
            if (c == ':') {
                return WITHOUT_HOST.contains(scheme.toString().toLowerCase(Locale.ROOT));
            }
            if (c > ' ') {
                scheme.append(c);
            }
        }
        return false;
    }

    // URI, descriptors, comma: the commas within a URI belong to it, those at its end don't.
    private void readCandidates(String value) {
        int at = 0;
        while (at < value.length()) {
            int start = at;
            while (start < value.length() && (isBlank(value.charAt(start)) || value.charAt(start) == ',')) {
                start++;
            }
            int end = wordEnd(value, start);
            int last = end;
            while (last > start && value.charAt(last - 1) == ',') {
                last--;
            }
            if (last > start) {
                tell(value.substring(start, last));
            }
            at = last < end ? end : descriptorsEnd(value, end);
        }
    }

    private static int descriptorsEnd(String value, int start) {
        int comma = value.indexOf(',', start);
        return comma < 0 ? value.length() : comma + 1;
    }

    private void readWords(String value) {
        int at = 0;
        while (at < value.length()) {
            int end = wordEnd(value, at);
            if (end > at) {
                tell(value.substring(at, end));
            }
            at = end + 1;
        }
    }

    private static int wordEnd(String value, int start) {
        int end = start;
        while (end < value.length() && !isBlank(value.charAt(end))) {
            end++;
        }
        return end;
    }

    // <meta http-equiv=refresh content="0; url='http://a.example/'">
    private void readRefresh(Element element, String value) {
        boolean refresh = element.normalName().equals("meta")
                && element.attr("http-equiv").strip().equalsIgnoreCase("refresh");
        if (!refresh) {
            return;
        }
        int at = skip(value, 0, "0123456789.");
        at = skip(value, at, ";,");
        if (value.regionMatches(true, at, "url", 0, 3)) {
            int equals = skip(value, at + 3, "");
            at = equals < value.length() && value.charAt(equals) == '=' ? skip(value, equals + 1, "") : at;
        }
        tell(unquoted(value, at));
    }

    // Past these and blanks.
    private static int skip(String value, int start, String characters) {
        int at = start;
        while (at < value.length() && (isBlank(value.charAt(at)) || characters.indexOf(value.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    private static String unquoted(String value, int start) {
        if (start < value.length() && (value.charAt(start) == '"' || value.charAt(start) == '\'')) {
            int end = value.indexOf(value.charAt(start), start + 1);
            return value.substring(start + 1, end < 0 ? value.length() : end);
        }
        return value.substring(start);
    }

    private static boolean isBlank(char c) {
        return c <= ' ';
    }
}
