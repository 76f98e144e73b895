package io.mailseal.mtasts;

import io.mailseal.core.Octets;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy, line by line, by the grammar.
 *
 * @rfc 8461 3.2
 */
final class PolicyParser {

    private static final Duration SHORT = Duration.ofDays(7);

    private final Octets octets;
    private final List<MtaStsFinding> findings = new ArrayList<>();
    private final List<MtaStsField> fields = new ArrayList<>();
    private final List<MxPattern> patterns = new ArrayList<>();
    private final Set<MxPattern> seen = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private @Nullable MtaStsMode mode;
    private @Nullable Duration maxAge;
    private int line;

    PolicyParser(Octets octets) {
        this.octets = octets;
    }

    MtaStsParse<MtaStsPolicy> parse() {
        if (octets.length() > MtaStsPolicy.MAX_OCTETS) {
            return MtaStsParse.failed(List.of(MtaStsFinding.of(MtaStsFinding.Code.POLICY_TOO_LONG)));
        }
        try {
            // Not String's constructor, which would put a replacement where something is malformed.
            readLines(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(octets.toByteBuffer())
                    .toString());
        } catch (CharacterCodingException malformed) {
            return MtaStsParse.failed(List.of(MtaStsFinding.of(MtaStsFinding.Code.NOT_UTF8)));
        }
        findWhatIsMissing();
        MtaStsMode foundMode = mode;
        Duration foundAge = maxAge;
        if (foundMode == null || foundAge == null || findings.stream().anyMatch(MtaStsFinding::isError)) {
            return MtaStsParse.failed(findings);
        }
        if (MtaStsPolicy.isTooLong(foundMode, foundAge, patterns, fields)) {
            // In few octets, but more than that once it is written as it should be.
            return MtaStsParse.failed(List.of(MtaStsFinding.of(MtaStsFinding.Code.POLICY_TOO_LONG)));
        }
        findWhatIsOdd(foundMode, foundAge);
        return MtaStsParse.of(new MtaStsPolicy(foundMode, foundAge, patterns, fields), findings);
    }

    // sts-policy-term = LF / CRLF, between the fields and perhaps after the last.
    private void readLines(String text) {
        if (text.startsWith("\uFEFF")) {
            findings.add(MtaStsFinding.of(MtaStsFinding.Code.BYTE_ORDER_MARK));
            return;
        }
        int start = 0;
        while (start < text.length()) {
            int lineFeed = text.indexOf('\n', start);
            int end = lineFeed < 0 ? text.length() : lineFeed;
            int next = end + 1;
            if (lineFeed > start && text.charAt(lineFeed - 1) == '\r') {
                end--;
            }
            line++;
            readLine(text.substring(start, end));
            start = next;
        }
    }

    private void readLine(String text) {
        int to = text.length();
        while (to > 0 && RecordParser.isBlank(text.charAt(to - 1))) {
            to--;
        }
        int colon = text.indexOf(':');
        if (to == 0) {
            find(MtaStsFinding.Code.EMPTY_LINE, "");
        } else if (colon < 0 || !MtaStsField.isName(text.substring(0, colon))) {
            find(MtaStsFinding.Code.INVALID_LINE, text);
        } else {
            int from = colon + 1;
            while (from < to && RecordParser.isBlank(text.charAt(from))) {
                from++;
            }
            readField(text.substring(0, colon), text.substring(from, to), text);
        }
    }

    private void readField(String name, String value, String text) {
        if (name.equals("mx")) {
            names.add(name);
            readMx(value, text);
            return;
        }
        // Of a field that occurs twice the first counts; but the second must be a field.
        boolean first = names.add(name);
        if (first && MtaStsPolicy.KNOWN.contains(name)) {
            readKnown(name, value, text);
        } else if (!MtaStsField.isPolicyValue(value)) {
            find(MtaStsFinding.Code.INVALID_LINE, text);
        } else if (!first) {
            find(MtaStsFinding.Code.DUPLICATE_FIELD, text);
        } else {
            boolean misspelt = MtaStsPolicy.KNOWN.contains(name.toLowerCase(Locale.ROOT));
            find(misspelt ? MtaStsFinding.Code.MISSPELT_FIELD : MtaStsFinding.Code.UNKNOWN_FIELD, text);
            fields.add(new MtaStsField(name, value));
        }
    }

    private void readKnown(String name, String value, String text) {
        switch (name) {
            case "version" -> {
                if (!value.equals("STSv1")) {
                    find(MtaStsFinding.Code.INVALID_VERSION, text);
                }
            }
            case "mode" -> {
                mode = MtaStsMode.parse(value).orElse(null);
                if (mode == null) {
                    find(MtaStsFinding.Code.INVALID_MODE, text);
                }
            }
            default -> readMaxAge(value, text);
        }
    }

    private void readMaxAge(String value, String text) {
        long seconds = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9' || i == 10) {
                find(MtaStsFinding.Code.INVALID_MAX_AGE, text);
                return;
            }
            seconds = 10 * seconds + c - '0';
        }
        if (value.isEmpty()) {
            find(MtaStsFinding.Code.INVALID_MAX_AGE, text);
            return;
        }
        maxAge = Duration.ofSeconds(seconds);
        if (maxAge.compareTo(MtaStsPolicy.MAX_AGE) > 0) {
            maxAge = MtaStsPolicy.MAX_AGE;
            find(MtaStsFinding.Code.MAX_AGE_CLAMPED, text);
        }
    }

    private void readMx(String value, String text) {
        MxPattern pattern = MxPattern.parse(value).orElse(null);
        if (pattern == null) {
            find(MtaStsFinding.Code.INVALID_MX, text);
            return;
        }
        if (!seen.add(pattern)) {
            find(MtaStsFinding.Code.DUPLICATE_MX, text);
            return;
        }
        patterns.add(pattern);
        if (!pattern.domain().hasOnlyValidALabels()) {
            find(MtaStsFinding.Code.INVALID_A_LABEL, text);
        }
        if (!HostName.isOne(pattern.domain())) {
            find(MtaStsFinding.Code.IMPOSSIBLE_MX, text);
        }
        if (pattern.wildcard()) {
            boolean broad = pattern.domain().labelCount() == 1;
            find(broad ? MtaStsFinding.Code.BROAD_MX : MtaStsFinding.Code.WILDCARD_MX, text);
        }
    }

    private void findWhatIsMissing() {
        if (findings.stream().anyMatch(finding -> finding.code() == MtaStsFinding.Code.BYTE_ORDER_MARK)) {
            return; // nothing was read
        }
        findMissing("version", MtaStsFinding.Code.MISSING_VERSION);
        findMissing("mode", MtaStsFinding.Code.MISSING_MODE);
        findMissing("max_age", MtaStsFinding.Code.MISSING_MAX_AGE);
        if (mode != MtaStsMode.NONE) {
            findMissing("mx", MtaStsFinding.Code.MISSING_MX);
        }
    }

    private void findMissing(String name, MtaStsFinding.Code code) {
        if (!names.contains(name)) {
            findings.add(MtaStsFinding.of(code));
        }
    }

    private void findWhatIsOdd(MtaStsMode foundMode, Duration foundAge) {
        if (foundMode == MtaStsMode.TESTING) {
            findings.add(MtaStsFinding.of(MtaStsFinding.Code.TESTING_MODE));
        }
        if (foundMode == MtaStsMode.ENFORCE && foundAge.compareTo(SHORT) < 0) {
            findings.add(MtaStsFinding.of(MtaStsFinding.Code.SHORT_MAX_AGE));
        }
        if (foundMode == MtaStsMode.NONE && !patterns.isEmpty()) {
            findings.add(MtaStsFinding.of(MtaStsFinding.Code.POINTLESS_MX));
        }
    }

    private void find(MtaStsFinding.Code code, String text) {
        findings.add(MtaStsFinding.at(code, line, Octets.ofUtf8(text)));
    }
}
