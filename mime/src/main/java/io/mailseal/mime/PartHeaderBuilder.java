package io.mailseal.mime;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteArrayBuffer;
import org.apache.james.mime4j.util.MimeParameterMapping;
import org.jspecify.annotations.Nullable;

/**
 * Reads those fields of a header that describe the body. What can't be read is plain text, so that it is looked at all the
 * same.
 *
 * @rfc 2045 5
 * @rfc 2183 2
 */
final class PartHeaderBuilder {

    private static final RawFieldParser PARSER = RawFieldParser.DEFAULT;
    private static final int MOST_PARAMETERS = 1000;
    private static final int MOST_FILE_NAMES = 20;

    private final String defaultType;
    private final Set<MimeAnomaly> anomalies = EnumSet.noneOf(MimeAnomaly.class);
    private final Set<String> fileNames = new LinkedHashSet<>();
    private @Nullable RawBody type;
    private @Nullable RawBody encoding;
    private @Nullable RawBody otherEncoding;
    private @Nullable RawBody disposition;
    private @Nullable String base;
    private @Nullable String location;

    /** With the type of a part without one. */
    PartHeaderBuilder(String defaultType) {
        this.defaultType = defaultType;
    }

    /** Takes a field, if it describes the body. Each character of the value is an octet. */
    void add(String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "content-type" -> {
                RawBody read = read(value);
                type = better(type, read, PartHeaderBuilder::shows);
                addFileNames(read, "name");
            }
            case "content-transfer-encoding" -> addEncoding(read(value));
            case "content-disposition" -> {
                RawBody read = read(value);
                disposition = better(disposition, read, any -> 0);
                addFileNames(read, "filename");
            }
            case "content-base" -> base = base == null ? unquoted(value) : base;
            case "content-location" -> location = location == null ? unquoted(value) : location;
            default -> {
                // It says nothing about the body.
            }
        }
    }

    private static RawBody read(String value) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        return PARSER.parseRawBody(
                new ByteArrayBuffer(octets, octets.length, true), new ParserCursor(0, octets.length));
    }

    // RFC 2557 §4.2: a URI as it is; in RFC 2110 it had quotes.
    private static String unquoted(String value) {
        String text = value.strip();
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private void addFileNames(RawBody field, String parameter) {
        for (String each : all(field, parameter)) {
            if (fileNames.size() < MOST_FILE_NAMES || fileNames.contains(each)) {
                fileNames.add(each);
            } else {
                anomalies.add(MimeAnomaly.HEADER_TOO_LARGE);
            }
        }
    }

    private void addEncoding(RawBody read) {
        RawBody before = encoding;
        encoding = better(before, read, PartHeaderBuilder::encodes);
        if (before != null) {
            otherEncoding = encoding == read ? before : read;
        }
    }

    // Programs differ in which of two fields they read.
    private RawBody better(@Nullable RawBody before, RawBody read, ToIntFunction<RawBody> rank) {
        if (before == null) {
            return read;
        }
        anomalies.add(MimeAnomaly.REPEATED_FIELD);
        return rank.applyAsInt(read) > rank.applyAsInt(before) ? read : before;
    }

    private static int shows(RawBody type) {
        String text = type.getValue().strip().toLowerCase(Locale.ROOT);
        if (text.startsWith(PartHeader.MULTIPART)) {
            return 4;
        }
        boolean message = PartHeader.isMessage(text);
        return message ? 3 : text.contains("html") ? 2 : text.startsWith("text/") ? 1 : 0;
    }

    private static int encodes(RawBody encoding) {
        TransferEncoding named = TransferEncoding.named(encoding.getValue());
        return named.isIdentity() ? 0 : named == TransferEncoding.BASE64 ? 2 : 1;
    }

    /** What they say. */
    PartHeader build() {
        Map<String, String> parameters = type == null ? Map.of() : parameters(type);
        String built = type == null ? defaultType : type(type.getValue());
        boolean multipart = built.startsWith(PartHeader.MULTIPART);
        PartHeader.Encodings encodings = encodings(built);
        List<String> boundaries = multipart && type != null ? boundaries(type) : List.of();
        if (multipart && boundaries.isEmpty()) {
            anomalies.add(MimeAnomaly.NO_BOUNDARY);
            built = PartHeader.PLAIN;
        }
        PartHeader.Names names = new PartHeader.Names(
                dispositionWord(), fileName(parameters), List.copyOf(fileNames), base == null ? location : base);
        return new PartHeader(built, parameters, boundaries, encodings, names, anomalies);
    }

    // ---- type ----

    // What follows the subtype after white space is no part of it: somebody has forgotten a semicolon.
    private String type(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        int slash = text.indexOf('/');
        int start = tokenStart(text, slash);
        int end = tokenEnd(text, slash);
        boolean malformed = slash < 0 || start == slash || end == slash + 1;
        if (malformed || start > 0 || end < text.length()) {
            anomalies.add(MimeAnomaly.MALFORMED_CONTENT_TYPE);
        }
        return malformed ? PartHeader.PLAIN : text.substring(start, end);
    }

    private static int tokenStart(String text, int slash) {
        int start = slash;
        while (start > 0 && isToken(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static int tokenEnd(String text, int slash) {
        int end = slash + 1;
        while (end < text.length() && isToken(text.charAt(end))) {
            end++;
        }
        return end;
    }

    // RFC 2045 §5.1
    private static boolean isToken(char c) {
        return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    private List<String> boundaries(RawBody ofType) {
        List<String> all = all(ofType, PartHeader.BOUNDARY).stream()
                .filter(PartHeaderBuilder::isBoundary)
                .map(String::stripTrailing)
                .distinct()
                .toList();
        if (all.size() > MultipartLines.MOST_DELIMITERS) {
            anomalies.add(MimeAnomaly.HEADER_TOO_LARGE);
        }
        return all.subList(0, Math.min(all.size(), MultipartLines.MOST_DELIMITERS));
    }

    private static boolean isBoundary(String text) {
        if (text.isBlank() || text.length() > MultipartLines.LONGEST_BOUNDARY) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }

    // ---- parameters ----

    // The names with an asterisk are those of RFC 2231; what is also there in plain writing is what most programs read.
    private Map<String, String> parameters(RawBody body) {
        Map<String, String> plain = new HashMap<>();
        MimeParameterMapping extended = new MimeParameterMapping();
        Set<String> names = new HashSet<>();
        for (NameValuePair each : first(body.getParams())) {
            String name = each.getName().strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || each.getValue() == null) {
                continue;
            }
            if (!names.add(name)) {
                anomalies.add(MimeAnomaly.REPEATED_PARAMETER);
            } else if (name.indexOf('*') < 0) {
                plain.put(name, each.getValue());
            } else {
                extended.addParameter(name, each.getValue());
            }
        }
        extended.getParameters().forEach(plain::putIfAbsent);
        return plain;
    }

    // All that programs may take for the value: also what is repeated, and what there is in both ways of writing it.
    private static Set<String> all(RawBody body, String wanted) {
        Set<String> values = new LinkedHashSet<>();
        MimeParameterMapping extended = new MimeParameterMapping();
        Set<String> names = new HashSet<>();
        for (NameValuePair each :
                body.getParams().subList(0, Math.min(body.getParams().size(), MOST_PARAMETERS))) {
            String name = each.getName().strip().toLowerCase(Locale.ROOT);
            if (each.getValue() != null && name.equals(wanted)) {
                values.add(each.getValue());
            } else if (each.getValue() != null && name.startsWith(wanted + "*") && names.add(name)) {
                extended.addParameter(name, each.getValue());
            }
        }
        values.addAll(extended.getParameters().values());
        return values;
    }

    private List<NameValuePair> first(List<NameValuePair> all) {
        if (all.size() > MOST_PARAMETERS) {
            anomalies.add(MimeAnomaly.HEADER_TOO_LARGE);
        }
        return all.subList(0, Math.min(all.size(), MOST_PARAMETERS));
    }

    // ---- the other fields ----

    private PartHeader.Encodings encodings(String ofType) {
        TransferEncoding named = named(encoding);
        // RFC 2045 §6.4
        if (!named.isIdentity() && (ofType.startsWith(PartHeader.MULTIPART) || PartHeader.isMessage(ofType))) {
            anomalies.add(MimeAnomaly.ENCODED_CONTAINER);
        }
        return new PartHeader.Encodings(named, otherEncoding == null ? named : named(otherEncoding));
    }

    private TransferEncoding named(@Nullable RawBody field) {
        if (field == null || field.getValue().isBlank()) {
            return TransferEncoding.SEVEN_BIT;
        }
        TransferEncoding named = TransferEncoding.named(field.getValue());
        if (!field.getValue().strip().equalsIgnoreCase(named.word())) {
            anomalies.add(MimeAnomaly.UNKNOWN_ENCODING);
        }
        return named;
    }

    private String dispositionWord() {
        return disposition == null ? "" : disposition.getValue().strip().toLowerCase(Locale.ROOT);
    }

    private @Nullable String fileName(Map<String, String> ofType) {
        String name = disposition == null ? null : parameters(disposition).get("filename");
        return name == null ? ofType.get("name") : name;
    }
}
