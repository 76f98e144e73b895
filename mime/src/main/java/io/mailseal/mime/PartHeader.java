package io.mailseal.mime;

import java.util.EnumSet;
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
            PLAIN, Map.of(), TransferEncoding.EIGHT_BIT, "", null, EnumSet.noneOf(MimeAnomaly.class), false);

    private final String type;
    private final Map<String, String> parameters;
    private final TransferEncoding encoding;
    private final String disposition;
    private final @Nullable String fileName;
    private final Set<MimeAnomaly> anomalies;
    private final boolean unbounded;

    PartHeader(
            String type,
            Map<String, String> parameters,
            TransferEncoding encoding,
            String disposition,
            @Nullable String fileName,
            Set<MimeAnomaly> anomalies,
            boolean unbounded) {
        this.type = type;
        this.parameters = parameters;
        this.encoding = encoding;
        this.disposition = disposition;
        this.fileName = fileName;
        this.anomalies = anomalies;
        this.unbounded = unbounded;
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
        return encoding;
    }

    /** In lower case; empty if there is none. */
    String disposition() {
        return disposition;
    }

    @Nullable
    String fileName() {
        return fileName;
    }

    Set<MimeAnomaly> anomalies() {
        return anomalies;
    }

    /** Whether it says that it is a multipart, but not what separates the parts. Its type is plain text. */
    boolean isUnbounded() {
        return unbounded;
    }

    /** The same for text that is written as it is. */
    PartHeader unencoded() {
        return new PartHeader(
                type,
                parameters,
                TransferEncoding.EIGHT_BIT,
                disposition,
                fileName,
                EnumSet.noneOf(MimeAnomaly.class),
                false);
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

    /** That of a multipart; null for all else. */
    @Nullable
    String boundary() {
        String boundary = type.startsWith(MULTIPART) ? parameters.get(BOUNDARY) : null;
        return boundary == null ? null : boundary.stripTrailing();
    }
}
