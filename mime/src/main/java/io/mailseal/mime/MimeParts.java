package io.mailseal.mime;

import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageAnomaly;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the parts of a message, in their order, while it is read: into multiparts and into messages, down to those
 * that have no parts in them. Nothing is kept of what lies behind.
 *
 * <pre>{@code
 * MimeParts parts = MimeParts.of(message);
 * for (Optional<MimePart> part = parts.next(); part.isPresent(); part = parts.next()) {
 *     read(part.get().mediaType(), part.get().text());
 * }
 * }</pre>
 *
 * <p>Senders who want to hide something write MIME that programs read differently. So whatever is broken is read in the way
 * that shows the most of it, never refused, and told by {@link #anomalies}; and no message takes more than {@link MimeLimits}
 * allow, in time that grows with its size. Whoever acts on what is <em>not</em> in a message asks {@link #isTruncated} first.
 *
 * <p>For one thread at a time. The body of the message is read by it and must not be read by others.
 *
 * @rfc 2045 2
 * @rfc 2046 5
 */
public final class MimeParts {

    private static final List<String> DESCRIBING = List.of(
            "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-Base", "Content-Location");

    private static final Set<MessageAnomaly> HIDING = Set.of(
            MessageAnomaly.BARE_LF,
            MessageAnomaly.BLANK_LINE,
            MessageAnomaly.NO_COLON,
            MessageAnomaly.INVALID_NAME,
            MessageAnomaly.EMPTY_NAME);

    private final MimeLimits limits;
    private final Set<MimeAnomaly> anomalies = EnumSet.noneOf(MimeAnomaly.class);
    private final PartOctets.Allowance allowance;
    private final PartSections sections = new PartSections();
    // The body, and what is decoded from a part of it that has parts in it; the innermost is the last.
    private final Deque<MultipartLines> sources = new ArrayDeque<>();
    private @Nullable PartHeader header; // of what comes next; null once that has been dealt with
    private String stray = ""; // the lines in that header that are no fields
    private int entities;
    private int leaves;
    private @Nullable MimePart part;
    private @Nullable PartOctets octets;
    private boolean over;

    private MimeParts(Message message, MimeLimits limits) {
        this.limits = limits;
        this.allowance = new PartOctets.Allowance(limits.messageOctets());
        this.header = describe(message);
        sources.push(new MultipartLines(message.body(), anomalies));
    }

    /** The parts of a message, within {@link MimeLimits#DEFAULT}. */
    public static MimeParts of(Message message) {
        return of(message, MimeLimits.DEFAULT);
    }

    /** The same within other limits. */
    public static MimeParts of(Message message, MimeLimits limits) {
        return new MimeParts(message, limits);
    }

    private PartHeader describe(Message message) {
        PartHeaderBuilder description = new PartHeaderBuilder(PartHeader.PLAIN);
        if (message.header().isTruncated()) {
            anomalies.add(MimeAnomaly.HEADER_TOO_LARGE);
        }
        for (String name : DESCRIBING) {
            for (HeaderField field : message.header().fields(name)) {
                if (field.raw().length() > limits.fieldOctets()) {
                    anomalies.add(MimeAnomaly.HEADER_TOO_LARGE);
                } else {
                    description.add(name, field.unfoldedValue());
                }
            }
        }
        if (!Collections.disjoint(message.header().anomalies(), HIDING)) {
            addHidden(message, description);
        }
        return description.build();
    }

    // What some programs take for more fields, or for the beginning of the body.
    private void addHidden(Message message, PartHeaderBuilder description) {
        StringBuilder hidden = new StringBuilder();
        for (HeaderField field : message.header().fields()) {
            if (!Collections.disjoint(field.anomalies(), HIDING) && hidden.length() <= limits.fieldOctets()) {
                String lines = hidden(field);
                hidden.append(lines);
                if (field.anomalies().contains(MessageAnomaly.BARE_LF)) {
                    addFields(lines, description);
                }
            }
        }
        if (hidden.length() > limits.fieldOctets()) {
            anomalies.add(MimeAnomaly.HEADER_TOO_LARGE);
            hidden.setLength(limits.fieldOctets());
        }
        stray = hidden.toString();
    }

    // Behind a LF alone or a line of blanks, or all of what is no field.
    private static String hidden(HeaderField field) {
        String raw = field.raw().toLatin1();
        if (field.anomalies().contains(MessageAnomaly.BARE_LF)) {
            return raw.substring(raw.indexOf('\n') + 1);
        }
        if (!field.anomalies().contains(MessageAnomaly.BLANK_LINE)) {
            return PartHeaderReader.isOfMailbox(raw) ? "" : raw;
        }
        int start = 0;
        int end = raw.indexOf('\n');
        while (end >= 0 && !raw.substring(start, end).isBlank()) {
            start = end + 1;
            end = raw.indexOf('\n', start);
        }
        return raw.substring(end + 1);
    }

    private static void addFields(String lines, PartHeaderBuilder description) {
        lines.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                description.add(line.substring(0, colon).strip(), line.substring(colon + 1));
            }
        });
    }

    /**
     * Goes on to the next part, past whatever is left of the one before; empty at the end.
     *
     * @throws IOException from the body of the message
     */
    public Optional<MimePart> next() throws IOException {
        leave();
        while (!over && part == null) {
            PartHeader next = header;
            if (next != null && !stray.isEmpty()) {
                giveStray(next);
                break;
            }
            header = null;
            if (next == null) {
                goOn();
            } else {
                enter(next);
            }
        }
        return Optional.ofNullable(part);
    }

    private void leave() {
        if (part != null && octets != null) {
            octets.leave();
            anomalies.addAll(part.anomalies());
        }
        part = null;
        octets = null;
    }

    // ---- into a part ----

    private void enter(PartHeader next) throws IOException {
        anomalies.addAll(next.anomalies());
        entities++;
        if (entities > limits.parts()) {
            anomalies.add(MimeAnomaly.TOO_MANY_PARTS);
            over = true;
        } else if (next.isUnbounded() && sections.depth() < limits.depth()) {
            openUnbounded(next);
        } else if (!next.isContainer()) {
            boolean otherwise = next.isPerhapsBase64() && !source().isBase64Ahead();
            give(MimePart.Kind.BODY, otherwise ? next.inOtherEncoding() : next);
        } else if (sections.depth() >= limits.depth()) {
            anomalies.add(MimeAnomaly.TOO_DEEP);
        } else {
            open(next);
        }
    }

    // All of it is text, unless something in it looks like parts after all.
    private void openUnbounded(PartHeader multipart) {
        sections.enterMultipart(source().openBoundaries(), false);
        sections.closeMultipart();
        source().openUnknown();
        source().expectUnknown();
        give(MimePart.Kind.BODY, multipart);
    }

    private void open(PartHeader container) throws IOException {
        if (!container.encoding().isIdentity() && isEncoded(container)) {
            sources.push(new MultipartLines(container.encoding().decode(source(), anomalies), anomalies));
            sections.enterSource();
        }
        List<String> boundaries = container.boundaries();
        if (boundaries.isEmpty()) {
            sections.enterMessage(source().openBoundaries());
            header = readHeader(PartHeader.PLAIN);
        } else {
            sections.enterMultipart(source().openBoundaries(), container.isDigest());
            source().open(boundaries);
            giveOutside(MimePart.Kind.PREAMBLE);
        }
    }

    // RFC 2045 §6.4 forbids it, and programs pass over what the field says.
    private boolean isEncoded(PartHeader container) throws IOException {
        if (!container.boundaries().isEmpty()) {
            return !source().isAhead(container.boundaries());
        }
        return container.encoding() != TransferEncoding.BASE64 || !source().isHeaderAhead();
    }

    private void giveOutside(MimePart.Kind kind) throws IOException {
        source().expectUnknown();
        if (source().hasContent()) {
            give(kind, PartHeader.OUTSIDE);
        }
    }

    private void giveStray(PartHeader inHeader) {
        Set<MimeAnomaly> odd = EnumSet.of(MimeAnomaly.STRAY_LINES);
        InputStream lines = new ByteArrayInputStream(stray.getBytes(StandardCharsets.ISO_8859_1));
        stray = "";
        PartHeader asText = inHeader.isContainer() ? PartHeader.OUTSIDE : inHeader.unencoded();
        octets = new PartOctets(lines, limits.partOctets(), allowance, odd);
        MimePart.Kind kind = MimePart.Kind.PREAMBLE;
        part = new MimePart(kind, leaves++, sections.section(kind), sections.depth(), asText, octets, odd);
    }

    private void give(MimePart.Kind kind, PartHeader ofPart) {
        Set<MimeAnomaly> odd = EnumSet.noneOf(MimeAnomaly.class);
        odd.addAll(ofPart.anomalies());
        InputStream decoded = ofPart.encoding().decode(source(), odd);
        octets = new PartOctets(decoded, limits.partOctets(), allowance, odd);
        part = new MimePart(kind, leaves++, sections.section(kind), depth(kind), ofPart, octets, odd);
    }

    // What follows the last part is no longer in the multipart.
    private int depth(MimePart.Kind kind) {
        return sections.depth() - (kind == MimePart.Kind.EPILOGUE ? 1 : 0);
    }

    private MultipartLines source() {
        return sources.element();
    }

    // ---- out of a part ----

    private void goOn() throws IOException {
        source().skipContent();
        int delimiter = source().delimiter();
        if (delimiter < 0) {
            endSource();
            return;
        }
        boolean closing = source().isClosing();
        boolean inner = sections.leaveInner(delimiter);
        if (inner) {
            anomalies.add(MimeAnomaly.UNCLOSED_MULTIPART);
        }
        source().keep(delimiter + 1);
        source().pass();
        if (closing) {
            source().close(delimiter);
            sections.closeMultipart();
            giveOutside(MimePart.Kind.EPILOGUE);
        } else {
            header = readHeader(sections.nextPart() ? PartHeader.MESSAGE : PartHeader.PLAIN);
        }
    }

    private void endSource() {
        if (sections.leaveSource()) {
            anomalies.add(MimeAnomaly.UNCLOSED_MULTIPART);
        }
        sources.pop();
        over = sources.isEmpty();
    }

    private PartHeader readHeader(String defaultType) throws IOException {
        PartHeaderReader reader = new PartHeaderReader(source(), limits);
        PartHeader read = reader.read(defaultType);
        stray = reader.stray();
        if (reader.isTruncated()) {
            anomalies.add(MimeAnomaly.HEADER_TOO_LARGE);
        }
        return read;
    }

    /** What is odd about the message, as far as it has been read. */
    public Set<MimeAnomaly> anomalies() {
        Set<MimeAnomaly> all = EnumSet.copyOf(anomalies);
        if (part != null) {
            all.addAll(part.anomalies());
        }
        return all;
    }

    /** Whether something was not read because of the limits, as far as is known by now. */
    public boolean isTruncated() {
        return anomalies().stream().anyMatch(MimeAnomaly::isTruncating);
    }
}
