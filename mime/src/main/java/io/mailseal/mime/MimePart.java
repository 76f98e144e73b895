package io.mailseal.mime;

import java.io.InputStream;
import java.io.Reader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A part of a message that has no parts in it, while the walk is at it: {@link #octets} or {@link #text} can be read, once,
 * until {@link MimeParts#next} is called. For one thread at a time.
 *
 * @rfc 2045 2.5
 */
public final class MimePart {

    /** Where in a message a part stands. */
    public enum Kind {
        /** A part that mail programs show or offer. */
        BODY,
        /** The text before the first part of a multipart, or lines in a header that are no fields; few programs show it. */
        PREAMBLE,
        /** The text after the last part of a multipart, which only old programs show. */
        EPILOGUE
    }

    private final Kind kind;
    private final int index;
    private final String section;
    private final int depth;
    private final PartHeader header;
    private final PartOctets octets;
    private final Set<MimeAnomaly> anomalies;

    MimePart(
            Kind kind,
            int index,
            String section,
            int depth,
            PartHeader header,
            PartOctets octets,
            Set<MimeAnomaly> anomalies) {
        this.kind = kind;
        this.index = index;
        this.section = section;
        this.depth = depth;
        this.header = header;
        this.octets = octets;
        this.anomalies = anomalies;
    }

    /** Where it stands. */
    public Kind kind() {
        return kind;
    }

    /** Its place among those that the walk has come to, from 0 on. */
    public int index() {
        return index;
    }

    /**
     * The number of the part as IMAP has it, such as {@code 2.1}. Preamble and epilogue have that of their multipart, and an
     * empty one if that is the message.
     *
     * @rfc 9051 6.4.5.1
     */
    public String section() {
        return section;
    }

    /** How many multiparts and messages are around it, not counting the message itself. */
    public int depth() {
        return depth;
    }

    /** Type and subtype in lower case; {@code text/plain} where the header has none or none that can be read. */
    public String mediaType() {
        return header.type();
    }

    /** A parameter of the Content-Type, by its name in lower case; RFC 2231 is undone. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(header.parameters().get(name));
    }

    /** What the sender says it is for, in lower case: mostly {@code inline} or {@code attachment}. */
    public Optional<String> disposition() {
        return Optional.of(header.names().disposition()).filter(word -> !word.isEmpty());
    }

    /** The file name that the sender proposes: any characters at all, and nothing to open a file with. */
    public Optional<String> fileName() {
        return Optional.ofNullable(header.names().fileName());
    }

    /**
     * All names that programs may take for its file name, as where the header repeats one, or has it in both the ways of
     * RFC 2231: any characters at all.
     */
    public List<String> fileNames() {
        return header.names().all();
    }

    /**
     * What Content-Base, or else Content-Location, says: the URI that some programs take for the base of references in HTML.
     * It may be anything at all.
     *
     * @rfc 2557 5
     */
    public Optional<String> base() {
        return Optional.ofNullable(header.names().base()).filter(text -> !text.isEmpty());
    }

    /** How it is written in the message. */
    public TransferEncoding transferEncoding() {
        return header.encoding();
    }

    /** Its octets, the transfer encoding undone, up to the limits. Closing the stream has no effect. */
    public InputStream octets() {
        return octets;
    }

    /**
     * Its octets as text in the character set that it names; with one that is missing, unknown or ASCII, whatever is UTF-8
     * as UTF-8 and the rest as Windows-1252. A byte order mark says more than the name. What can't be decoded is U+FFFD.
     */
    public Reader text() {
        Optional<String> label = parameter("charset").filter(name -> !name.isBlank());
        var charset = label.flatMap(CharacterSet::named);
        if (label.isPresent() && charset.isEmpty()) {
            anomalies.add(MimeAnomaly.UNKNOWN_CHARSET);
        }
        return new PartText(octets, charset.orElse(null), anomalies);
    }

    /** What is odd about it, as far as it has been read. */
    public Set<MimeAnomaly> anomalies() {
        return anomalies.isEmpty() ? Set.of() : EnumSet.copyOf(anomalies);
    }

    /** For people: index, section and type. */
    @Override
    public String toString() {
        return kind + " " + index + " [" + section + "] " + header.type();
    }
}
