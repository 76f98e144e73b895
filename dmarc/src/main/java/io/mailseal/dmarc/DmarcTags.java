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
 * The tags of a DMARC record. Other than in DKIM, an error costs no more than the tag in which it is: the rest of the
 * record stands. Where a tag is repeated the first counts, but a repeated policy counts as invalid, since nobody can
 * tell which was meant; so does {@code p} where the version is repeated.
 *
 * @rfc 9989 4.8
 */
final class DmarcTags {

    // Of these a bad value matters, too; of others it counts as if the tag were not there.
    private static final Set<String> POLICIES = Set.of("p", "sp", "np");

    /** A piece of the text between two semicolons; without a tag where it is none. */
    record Piece(int position, String text, @Nullable DmarcTag tag) {}

    private final List<Piece> pieces = new ArrayList<>();
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
        tags.add(0, text.substring(0, end));
        while (end < text.length()) {
            int start = end + 1;
            end = endOfTag(text, start);
            tags.add(start, text.substring(start, end));
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

    private void add(int position, String text) {
        String trimmed = trim(text);
        if (trimmed.isEmpty()) {
            return; // a semicolon at the end, or two of them
        }
        DmarcTag tag = tag(trimmed);
        pieces.add(new Piece(position + text.indexOf(trimmed), trimmed, tag));
        if (tag != null && values.putIfAbsent(tag.name(), tag.value()) != null) {
            repeated.add(tag.name().equals("v") ? "p" : tag.name());
        }
    }

    private static @Nullable DmarcTag tag(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return null;
        }
        String name = trim(text.substring(0, equals));
        String value = trim(text.substring(equals + 1));
        boolean readable = isPrintable(value) || POLICIES.contains(name);
        return isName(name) && readable ? new DmarcTag(name, value) : null;
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

    static String trim(String text) {
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

    /** All that is between semicolons, in order. */
    List<Piece> pieces() {
        return pieces;
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
        String value = values.get(name);
        return value == null ? byDefault : meanings.getOrDefault(value.toLowerCase(Locale.ROOT), byDefault);
    }

    /** The percentage of RFC 7489; 100 where it is not there, or makes no sense. */
    int percentage() {
        String value = values.getOrDefault("pct", "");
        int number = value.isEmpty() ? 100 : 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9' || i == 3) {
                return 100;
            }
            number = 10 * number + (c - '0');
        }
        return Math.min(number, 100);
    }

    /** Which failure reports are wanted; without the tag, or where it leaves the grammar, the default. */
    Set<FailureReportOption> failureReportOptions() {
        return FailureReportOption.parse(values.getOrDefault("fo", ""))
                .orElseGet(() -> Set.of(FailureReportOption.NOTHING_PASSED));
    }

    /** The valid URIs of a list. */
    List<DmarcReportUri> uris(String name) {
        String list = values.get(name);
        if (list == null) {
            return List.of();
        }
        List<DmarcReportUri> uris = new ArrayList<>();
        for (String element : elements(list)) {
            if (uris.size() < DmarcRecord.MAX_URIS) {
                DmarcReportUri.parse(element).ifPresent(uris::add);
            }
        }
        return uris;
    }

    /** What is between the commas of a list. */
    static List<String> elements(String list) {
        List<String> elements = new ArrayList<>();
        int start = 0;
        while (start <= list.length()) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            elements.add(trim(list.substring(start, end)));
            start = end + 1;
        }
        return elements;
    }
}
