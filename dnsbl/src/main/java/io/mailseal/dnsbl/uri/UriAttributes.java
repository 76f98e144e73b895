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
            "action-xhr",
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
            "icon",
            "from",
            "to",
            "by");

    // Of SVG: what its styles may also have as attributes.
    private static final Set<String> STYLES = Set.of(
            "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker-start", "marker-mid", "marker-end");

    private final Consumer<String> found;
    private final Consumer<String> script;
    private final Consumer<String> page;

    /** Which tells URIs, scripts, and pages in pages. */
    UriAttributes(Consumer<String> found, Consumer<String> script, Consumer<String> page) {
        this.found = found;
        this.script = script;
        this.page = page;
    }

    /** Tells what is in all attributes. */
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
            case "ping", "archive", "attributionsrc" -> readWords(value);
            case "values" -> readWords(value.replace(';', ' '));
            case "style" -> CssUris.read(value, this::tell);
            case "content" -> readRefresh(element, value);
            case "srcdoc" -> page.accept(value);
            default -> readNamed(element, name, value);
        }
    }

    private void readNamed(Element element, String name, String value) {
        boolean parameter = name.equals("value") && element.normalName().equals("param");
        if (SINGLE.contains(name) || name.endsWith(":href") || parameter) {
            tell(value);
        } else if (STYLES.contains(name)) {
            CssUris.read(value, this::tell);
        } else if (name.startsWith("on")) {
            script.accept(value);
        }
    }

    /** Tells this one. */
    void tell(String value) {
        found.accept(value);
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
