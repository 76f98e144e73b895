package io.mailseal.testkit;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message of a test: made from its parts, or from a text that stands in the test; and changed, as servers on its way
 * and forgers change it. Immutable and thread-safe.
 *
 * <pre>{@code
 * TestMessage message = TestMessage.builder()
 *         .from("Alice", "alice@example.com")
 *         .to("bob@example.net")
 *         .subject("Lunch")
 *         .text("At noon?")
 *         .build();
 * TestMessage listed = message.withField("Subject", "[friends] Lunch").withTextAppended("-- \nThe friends of lunch");
 * }</pre>
 *
 * <p>What a builder makes is well-formed: lines end with CRLF, what must be there is there, and what is not ASCII is
 * encoded or declared. It is the same octets each time. What is wrong with a message on purpose is written as text
 * ({@link #of(String)}) or octets ({@link #of(Octets)}), or by one of the methods that change a copy, which take what
 * they are given.
 *
 * <p>Lines are not folded: a value that contains a line feed followed by a blank is folded there.
 *
 * @rfc 5322 2
 */
public final class TestMessage {

    private final Octets octets;

    private TestMessage(Octets octets) {
        this.octets = octets;
    }

    /** To be told at least who wrote it. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A whole message as text, header and body. Each line end, be it CRLF, CR or LF alone, becomes CRLF; characters
     * that are not ASCII are octets in UTF-8. Nothing else is changed or looked at.
     */
    public static TestMessage of(String text) {
        return new TestMessage(Octets.ofUtf8(MessageText.withCrlf(text)));
    }

    /** A whole message, octet by octet as it is. */
    public static TestMessage of(Octets octets) {
        return new TestMessage(octets);
    }

    /** All of it. */
    public Octets octets() {
        return octets;
    }

    /** All of it, in an array of the caller's own. */
    public byte[] toByteArray() {
        return octets.toByteArray();
    }

    /** All of it, from the beginning: each call opens another stream. */
    public InputStream newInputStream() {
        return new ByteArrayInputStream(octets.toByteArray());
    }

    /**
     * As it is read with {@link MessageReader#strict}, from the beginning: each call opens another. It need not be
     * closed.
     */
    public Message open() {
        return MessageReader.strict().read(octets.toByteArray());
    }

    /** Its header. */
    public HeaderBlock header() {
        return HeaderBlock.parse(octets);
    }

    /** All octets after the empty line; none if there is no empty line. */
    public Octets body() {
        return octets.slice(bodyStart(), octets.length());
    }

    private int bodyStart() {
        return Math.min(octets.length(), header().raw().length() + 2);
    }

    /**
     * A copy with one more field above all others, where servers put theirs.
     *
     * @throws IllegalArgumentException as {@link Builder#field}
     */
    public TestMessage withFieldOnTop(String name, String value) {
        return withFieldsOnTop(MessageText.field(name, value));
    }

    /** A copy with these lines above all others, as they are but for their line ends; such as what a signer gives. */
    public TestMessage withFieldsOnTop(String lines) {
        String text = MessageText.withCrlf(lines);
        return new TestMessage(MessageText.joined(Octets.ofUtf8(text), octets));
    }

    /**
     * A copy in which this field stands in place of the first of this name, and the others of this name are gone; at
     * the end of the header, if there was none.
     *
     * @throws IllegalArgumentException as {@link Builder#field}
     */
    public TestMessage withField(String name, String value) {
        List<Octets> lines = new ArrayList<>();
        Octets field = Octets.ofUtf8(MessageText.field(name, value));
        for (HeaderField old : header().fields()) {
            if (!old.isNamed(name)) {
                lines.add(old.raw());
            } else if (!lines.contains(field)) {
                lines.add(field);
            }
        }
        if (header().count(name) == 0) {
            lines.add(field);
        }
        return with(lines, body());
    }

    /** A copy without the fields of this name; equal to this message, if there are none. */
    public TestMessage withoutField(String name) {
        List<Octets> kept = header().fields().stream()
                .filter(field -> !field.isNamed(name))
                .map(HeaderField::raw)
                .toList();
        return kept.size() == header().fields().size() ? this : with(kept, body());
    }

    /** A copy with this text as its body, whose lines end with CRLF. */
    public TestMessage withBody(String text) {
        return with(header().fields().stream().map(HeaderField::raw).toList(), Octets.ofUtf8(MessageText.lines(text)));
    }

    /** A copy with these lines at the end of its body, as mailing lists add them. */
    public TestMessage withTextAppended(String text) {
        return new TestMessage(MessageText.joined(MessageText.ended(octets), Octets.ofUtf8(MessageText.lines(text))));
    }

    private static TestMessage with(List<Octets> fields, Octets body) {
        List<Octets> parts = new ArrayList<>();
        fields.forEach(field -> parts.add(MessageText.ended(field)));
        parts.add(MessageText.CRLF);
        parts.add(body);
        return new TestMessage(MessageText.joined(parts.toArray(Octets[]::new)));
    }

    /** By the octets. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TestMessage that && octets.equals(that.octets);
    }

    @Override
    public int hashCode() {
        return octets.hashCode();
    }

    /** The whole message as text in UTF-8, for a failing test to show. */
    @Override
    public String toString() {
        return octets.toUtf8();
    }

    /** Collects the parts of a message; not for several threads. Fields stand in the order in which they were named. */
    public static final class Builder {

        private final List<String> fields = new ArrayList<>();
        private final List<MimePart> attachments = new ArrayList<>();
        private @Nullable String text;
        private @Nullable String html;

        private Builder() {}

        /** The From field, as it is to stand there: one address or several, with display names or without. */
        public Builder from(String addresses) {
            return field("From", addresses);
        }

        /** The From field: one author, whose name is quoted, or encoded if it is not ASCII. */
        public Builder from(String displayName, String address) {
            return field("From", MessageText.phrase(displayName) + " <" + address + ">");
        }

        /** The To field, as it is to stand there. */
        public Builder to(String addresses) {
            return field("To", addresses);
        }

        /** The Subject field, encoded if it is not ASCII. */
        public Builder subject(String subject) {
            return field("Subject", MessageText.encoded(subject));
        }

        /** The Date field. Without one it is {@link VirtualClock#DEFAULT_START}. */
        public Builder date(Instant date) {
            return field("Date", MessageText.date(date));
        }

        /** The Message-ID field, without the angle brackets. Without one it is always the same. */
        public Builder messageId(String id) {
            return field("Message-ID", "<" + id + ">");
        }

        /**
         * Any field; named several times it is there several times. Characters that are not ASCII are octets in UTF-8.
         *
         * @throws IllegalArgumentException if the name is none, or if a line of the value would be taken for another
         *     field
         */
        public Builder field(String name, String value) {
            fields.add(MessageText.field(name, value));
            return this;
        }

        /** The text that people read. It ends with a line end, which is added if it is missing. */
        public Builder text(String newText) {
            text = MessageText.lines(newText);
            return this;
        }

        /** The same as HTML: beside the text, if there is one, else instead of it. */
        public Builder html(String newHtml) {
            html = MessageText.lines(newHtml);
            return this;
        }

        /**
         * A file that comes with the message.
         *
         * @param contentType such as {@code application/pdf}
         * @throws IllegalArgumentException if a line of the type or of the name would be taken for another field
         */
        public Builder attachment(String fileName, String contentType, Octets content) {
            attachments.add(MimePart.attachment(fileName, contentType, content));
            return this;
        }

        /**
         * The message. MIME fields are there if they are needed: for text that is not ASCII, for HTML and for
         * attachments.
         *
         * @throws IllegalStateException without {@link #from}: who wants that removes the field from a message that has
         *     one
         */
        public TestMessage build() {
            if (!isThere("From")) {
                throw new IllegalStateException("a message has an author");
            }
            StringBuilder message = new StringBuilder();
            fields.forEach(message::append);
            addMissing(message, "Date", MessageText.date(VirtualClock.DEFAULT_START));
            addMissing(message, "Message-ID", "<test@message.invalid>");
            MimePart content = content();
            if (!content.isPlainAscii()) {
                addMissing(message, "MIME-Version", "1.0");
                message.append(content.fields());
            }
            message.append("\r\n").append(content.body());
            return new TestMessage(Octets.ofUtf8(message.toString()));
        }

        private void addMissing(StringBuilder message, String name, String value) {
            if (!isThere(name)) {
                message.append(MessageText.field(name, value));
            }
        }

        private boolean isThere(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .anyMatch(field -> field.toLowerCase(Locale.ROOT).startsWith(start));
        }

        private MimePart content() {
            MimePart read = readable();
            if (attachments.isEmpty()) {
                return read;
            }
            List<MimePart> parts = new ArrayList<>(List.of(read));
            parts.addAll(attachments);
            return MimePart.multipart("mixed", parts);
        }

        private MimePart readable() {
            String plain = text;
            String rich = html;
            if (rich == null) {
                return MimePart.text("plain", plain == null ? "" : plain);
            }
            MimePart part = MimePart.text("html", rich);
            return plain == null
                    ? part
                    : MimePart.multipart("alternative", List.of(MimePart.text("plain", plain), part));
        }
    }
}
