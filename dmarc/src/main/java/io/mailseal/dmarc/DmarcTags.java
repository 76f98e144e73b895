package io.mailseal.dmarc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a DMARC record. Other than in DKIM, an error costs no more than the tag in which it is: the rest of the record
 * stands. Where a tag is repeated the first counts, but a repeated policy counts as invalid, since nobody can tell which was
 * meant; so does {@code p} where the version is repeated.
 *
 * @rfc 9989 4.8
 */
final class DmarcTags {

    // Of these a bad value matters, too; of others it counts as if the tag were not there.
    private static final Set<String> POLICIES = Set.of("p", "sp", "np");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> repeated = new HashSet<>();

    private DmarcTags() {}

    /** Empty where the first tag does not say that this is a DMARC record. */
    static Optional<DmarcTags> parse(String text) {
        int end = endOfTag(text, 0);
        // dmarc-version begins the record: no white space before it.
        if (text.isEmpty() || isBlank(text.charAt(0)) || !isVersion(text.substring(0, end))) {
            return Optional.empty();
        }
        DmarcTags tags = new DmarcTags();
        tags.add(text.substring(0, end));
        while (end < text.length()) {
            int start = end + 1;
            end = endOfTag(text, start);
            tags.add(text.substring(start, end));
        }
        return Optional.of(tags);
    }

    private static int endOfTag(String text, int start) {
        int semicolon = text.indexOf(';', start);
        return semicolon < 0 ? text.length() : semicolon;
    }

    private static boolean isVersion(String tag) {
        int equals = tag.indexOf('=');
        return equals > 0
                && trim(tag.substring(0, equals)).equals("v")
                && trim(tag.substring(equals + 1)).equals("DMARC1");
    }

    private void add(String tag) {
        int equals = tag.indexOf('=');
        if (equals < 0) {
            return;
        }
        String name = trim(tag.substring(0, equals));
        String value = trim(tag.substring(equals + 1));
        if (!isName(name) || (!isPrintable(value) && !POLICIES.contains(name))) {
            return;
        }
        if (values.putIfAbsent(name, value) != null) {
            repeated.add(name.equals("v") ? "p" : name);
        }
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    // dmarc-value has no tabs, but dmarc-urilist has: around the commas.
    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if ((value.charAt(i) < 0x20 && !isBlank(value.charAt(i))) || value.charAt(i) > 0x7E) {
                return false;
            }
        }
        return true;
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    DmarcRecord.PolicyTag policy(String name) {
        String value = values.get(name);
        if (value == null) {
            return new DmarcRecord.PolicyTag.Absent();
        }
        Optional<DmarcPolicy> policy = repeated.contains(name) ? Optional.empty() : DmarcPolicy.parse(value);
        return policy.<DmarcRecord.PolicyTag>map(DmarcRecord.PolicyTag.Stated::new)
                .orElseGet(() -> new DmarcRecord.PolicyTag.Invalid(value));
    }

    /** One of a few letters; case does not matter. What is none of them, or not there, is the default. */
    <T> T choice(String name, Map<String, T> meanings, T byDefault) {
        String value = values.getOrDefault(name, "").toLowerCase(Locale.ROOT);
        return meanings.getOrDefault(value, byDefault);
    }

    /** The valid URIs of a list. */
    List<String> uris(String name) {
        String list = values.getOrDefault(name, "");
        List<String> uris = new ArrayList<>();
        int start = 0;
        while (start <= list.length() && uris.size() < DmarcRecord.MAX_URIS) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            String uri = uri(trim(list.substring(start, end)));
            if (uri != null) {
                uris.add(uri);
            }
            start = end + 1;
        }
        return uris;
    }

    // A "!" can only begin the obsolete size limit, since URIs must encode theirs.
    private static @Nullable String uri(String text) {
        int size = text.indexOf('!');
        String uri = size < 0 ? text : trim(text.substring(0, size));
        if (size >= 0 && !isSizeLimit(text.substring(size + 1))) {
            return null;
        }
        int colon = uri.indexOf(':');
        if (colon < 1 || colon == uri.length() - 1 || !isScheme(uri.substring(0, colon)) || !hasUriCharacters(uri)) {
            return null;
        }
        boolean mailto = uri.substring(0, colon).toLowerCase(Locale.ROOT).equals("mailto");
        int at = uri.lastIndexOf('@');
        return mailto && (at < colon + 2 || at == uri.length() - 1) ? null : uri;
    }

    private static boolean isSizeLimit(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        String unit = text.substring(digits).toLowerCase(Locale.ROOT);
        return digits > 0 && (unit.isEmpty() || (unit.length() == 1 && "kmgt".contains(unit)));
    }

    private static boolean isScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasUriCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7F || "\"<>\\^`{|}".indexOf(c) >= 0) {
                return false;
            }
            if (c == '%' && !(isHexDigit(text, i + 1) && isHexDigit(text, i + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexDigit(String text, int index) {
        return index < text.length() && "0123456789abcdefABCDEF".indexOf(text.charAt(index)) >= 0;
    }
}
