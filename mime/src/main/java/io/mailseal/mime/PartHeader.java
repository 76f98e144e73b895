package io.mailseal.mime;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the header of a part says about its body. */
final class PartHeader {

    static final String PLAIN = "text/plain";
    static final String MESSAGE = "message/rfc822";
    static final String MULTIPART = "multipart/";
    static final String BOUNDARY = "boundary";

    /** That of text that belongs to no part. */
    static final PartHeader OUTSIDE = new PartHeader(
            PLAIN,
            Map.of(),
            List.of(),
            new Encodings(TransferEncoding.EIGHT_BIT, TransferEncoding.EIGHT_BIT),
            new Names("", null, List.of(), null),
            EnumSet.noneOf(MimeAnomaly.class));

    /**
     * How it is written.
     *
     * @param first the one that counts
     * @param other another one that the header names as well, or the same
     */
    record Encodings(TransferEncoding first, TransferEncoding other) {}

    /**
     * What it is for, and called.
     *
     * @param disposition in lower case; empty if there is none
     * @param fileName the one that counts
     * @param all those that programs may take for the file name
     * @param base the URI that references in it are relative to
     */
    record Names(
            String disposition,
            @Nullable String fileName,
            List<String> all,
            @Nullable String base) {}

    private final String type;
    private final Map<String, String> parameters;
    private final List<String> boundaries;
    private final Encodings encodings;
    private final Names names;
    private final Set<MimeAnomaly> anomalies;

    PartHeader(
            String type,
            Map<String, String> parameters,
            List<String> boundaries,
            Encodings encodings,
            Names names,
            Set<MimeAnomaly> anomalies) {
        this.type = type;
        this.parameters = parameters;
        this.boundaries = boundaries;
        this.encodings = encodings;
        this.names = names;
        this.anomalies = anomalies;
    }

    /** In lower case. */
    String type() {
        return type;
    }

    /** The first value of each, by its name in lower case. */
    Map<String, String> parameters() {
        return parameters;
    }

    TransferEncoding encoding() {
        return encodings.first();
    }

    /** Whether it says that it is in base64, and also that it is not. */
    boolean isPerhapsBase64() {
        return encodings.first() == TransferEncoding.BASE64 && encodings.other() != TransferEncoding.BASE64;
    }

    Names names() {
        return names;
    }

    Set<MimeAnomaly> anomalies() {
        return anomalies;
    }

    /** Whether it says that it is a multipart, but not what separates the parts. Its type is plain text. */
    boolean isUnbounded() {
        return anomalies.contains(MimeAnomaly.NO_BOUNDARY);
    }

    /** The same for text that is written as it is. */
    PartHeader unencoded() {
        return encoded(TransferEncoding.EIGHT_BIT, EnumSet.noneOf(MimeAnomaly.class));
    }

    /** The same in the other encoding that it names. */
    PartHeader inOtherEncoding() {
        return encoded(encodings.other(), anomalies);
    }

    private PartHeader encoded(TransferEncoding encoding, Set<MimeAnomaly> odd) {
        return new PartHeader(type, parameters, boundaries, new Encodings(encoding, encoding), names, odd);
    }

    /** Whether there are parts in it. */
    boolean isContainer() {
        return type.startsWith(MULTIPART) || isMessage(type);
    }

    // RFC 6532 §3.7: the other one may have UTF-8 in its header.
    static boolean isMessage(String type) {
        return type.equals(MESSAGE) || type.equals("message/global") || type.equals("message/news");
    }

    /** Whether its parts are messages unless they say otherwise. */
    boolean isDigest() {
        return type.equals("multipart/digest");
    }

    /** Those of a multipart, of which programs may take any, mostly one; none for all else. */
    List<String> boundaries() {
        return boundaries;
    }
}
