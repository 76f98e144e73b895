package io.mailseal.mime;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
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

    private final String defaultType;
    private final Set<MimeAnomaly> anomalies = EnumSet.noneOf(MimeAnomaly.class);
    private @Nullable RawBody type;
    private @Nullable RawBody encoding;
    private @Nullable RawBody disposition;

    /** With the type of a part without one. */
    PartHeaderBuilder(String defaultType) {
        this.defaultType = defaultType;
    }

    /** Takes a field, if it describes the body. Each character of the value is an octet. */
    void add(String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "content-type" -> type = better(type, value, PartHeaderBuilder::shows);
            case "content-transfer-encoding" -> encoding = better(encoding, value, PartHeaderBuilder::encodes);
            case "content-disposition" -> disposition = better(disposition, value, any -> 0);
            default -> {
                // It says nothing about the body.
            }
        }
    }

    // Programs differ in which of two fields they read.
    private RawBody better(@Nullable RawBody before, String value, ToIntFunction<RawBody> rank) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        RawBody read = PARSER.parseRawBody(
                new ByteArrayBuffer(octets, octets.length, true), new ParserCursor(0, octets.length));
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
        return named.isIdentity() ? 0 : 1;
    }

    /** What they say. */
    PartHeader build() {
        Map<String, String> parameters = type == null ? Map.of() : parameters(type);
        String built = type == null ? defaultType : type(type.getValue());
        TransferEncoding builtEncoding = encoding(built);
        boolean unbounded = built.startsWith(PartHeader.MULTIPART) && !isBoundary(parameters.get(PartHeader.BOUNDARY));
        if (unbounded) {
            anomalies.add(MimeAnomaly.NO_BOUNDARY);
            built = PartHeader.PLAIN;
        }
        return new PartHeader(
                built, parameters, builtEncoding, dispositionWord(), fileName(parameters), anomalies, unbounded);
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

    private static boolean isBoundary(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > MultipartLines.LONGEST_BOUNDARY) {
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

    private List<NameValuePair> first(List<NameValuePair> all) {
        if (all.size() > MOST_PARAMETERS) {
            anomalies.add(MimeAnomaly.HEADER_TOO_LARGE);
        }
        return all.subList(0, Math.min(all.size(), MOST_PARAMETERS));
    }

    // ---- the other fields ----

    private TransferEncoding encoding(String ofType) {
        if (encoding == null || encoding.getValue().isBlank()) {
            return TransferEncoding.SEVEN_BIT;
        }
        TransferEncoding named = TransferEncoding.named(encoding.getValue());
        if (named == TransferEncoding.UNKNOWN) {
            anomalies.add(MimeAnomaly.UNKNOWN_ENCODING);
        }
        // RFC 2045 §6.4
        if (!named.isIdentity() && (ofType.startsWith(PartHeader.MULTIPART) || PartHeader.isMessage(ofType))) {
            anomalies.add(MimeAnomaly.ENCODED_CONTAINER);
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
