package io.mailseal.dnsbl.uri;

import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.Message;
import io.mailseal.mime.MimeAnomaly;
import io.mailseal.mime.MimeLimits;
import io.mailseal.mime.MimePart;
import io.mailseal.mime.MimeParts;
import io.mailseal.psl.PublicSuffixList;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the URIs in a message: what its readers could click, and what their programs would make a link of. Plain text and HTML
 * are searched in whatever parts they are, with transfer encodings and character sets undone; forwarded messages too.
 *
 * <pre>{@code
 * UriExtraction extraction = UriExtractor.builder().build().extract(message);
 * extraction.uris().forEach(found -> System.out.println(found.host() + " in " + found.place()));
 * }</pre>
 *
 * <p>No message makes it fail. Its time grows with the size of the message and no faster, and both are bounded by {@link
 * UriLimits}. Immutable; may be shared between threads.
 *
 * @rfc 3986 3
 */
public final class UriExtractor {

    private static final List<String> HTML_FILES = List.of(
            ".html", ".htm", ".xhtml", ".shtml", ".shtm", ".xht", ".svg", ".mht", ".mhtml", ".hta", ".eml", ".webloc",
            ".xml", ".xsl", ".xslt");
    private static final List<String> TEXT_FILES = List.of(
            ".txt",
            ".url",
            ".eml",
            ".mht",
            ".mhtml",
            ".ics",
            ".vcf",
            ".webloc",
            ".csv",
            ".md",
            ".website",
            ".desktop",
            ".library-ms",
            ".search-ms");

    private final UriLimits limits;
    private final List<String> headerFields;
    private final UriReader reader;
    private final UriText scanner;

    private UriExtractor(Builder builder) {
        this.limits = builder.limits;
        this.headerFields = List.copyOf(builder.headerFields);
        this.reader = new UriReader(builder.publicSuffixList);
        this.scanner = new UriText(reader);
    }

    /** One with the defaults is built by {@code builder().build()}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The URIs of a message, whose body is read by it. Of the header only those fields are searched that were {@linkplain
     * Builder#headerField named}.
     *
     * @throws IOException from the body of the message
     */
    public UriExtraction extract(Message message) throws IOException {
        UriCollector collector = new UriCollector(limits);
        for (String name : headerFields) {
            for (HeaderField field : message.header().fields(name)) {
                scanner.scan(field.unfoldedValue(), collector.at(UriPlace.HEADER));
            }
        }
        new Extraction(collector).readParts(message);
        return collector.extraction();
    }

    /** The URIs of plain text. */
    public UriExtraction extractText(String text) {
        return extract(extraction -> extraction.readText(new StringReader(text), false));
    }

    /** The URIs of a page of HTML. */
    public UriExtraction extractHtml(String html) {
        return extract(extraction -> extraction.readHtml(new StringReader(html), ""));
    }

    /** The URIs of one text, which does not fail to be read. */
    private UriExtraction extract(Reading reading) {
        UriCollector collector = new UriCollector(limits);
        try {
            reading.read(new Extraction(collector));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return collector.extraction();
    }

    @FunctionalInterface
    private interface Reading {

        void read(Extraction extraction) throws IOException;
    }

    /** The search of one message. */
    private final class Extraction {

        private final UriCollector collector;
        private int textLeft = limits.textCharacters();
        private int htmlLeft = limits.htmlCharacters();
        private boolean unclear; // as of two Content-Types programs take either

        Extraction(UriCollector collector) {
            this.collector = collector;
        }

        void readParts(Message message) throws IOException {
            MimeLimits standard = MimeLimits.DEFAULT;
            MimeParts parts = MimeParts.of(
                    message,
                    new MimeLimits(
                            limits.depth(),
                            limits.parts(),
                            standard.headerFields(),
                            standard.fieldOctets(),
                            limits.octets(),
                            limits.octets()));
            Optional<MimePart> part = parts.next();
            while (part.isPresent() && !collector.isFull()) {
                collector.enterPart(part.get().index(), part.get().kind() == MimePart.Kind.BODY);
                unclear = parts.anomalies().contains(MimeAnomaly.REPEATED_FIELD);
                readPart(part.get());
                part = parts.next();
            }
            report(parts);
        }

        private void report(MimeParts parts) {
            for (MimeAnomaly anomaly : parts.anomalies()) {
                collector.report(
                        anomaly.isTruncating()
                                ? ExtractionProblem.PARTS_BEYOND_LIMITS
                                : ExtractionProblem.MALFORMED_MIME);
            }
        }

        private void readPart(MimePart part) throws IOException {
            boolean html = isHtml(part);
            boolean text = isText(part);
            if (html && text || (html || text) && unclear) {
                readBothWays(part);
            } else if (html) {
                readHtml(part.text(), part.base().orElse(""));
            } else if (text) {
                readText(part.text(), isFlowedWithoutBlanks(part));
            }
            // RFC 2017 §3
            part.parameter("url").ifPresent(url -> reader.read(url.replace(" ", ""), collector.at(UriPlace.TEXT)));
        }

        // Where programs differ in what it is.
        private void readBothWays(MimePart part) throws IOException {
            LimitedReader limited = new LimitedReader(part.text(), Math.min(textLeft, htmlLeft));
            StringWriter all = new StringWriter();
            limited.transferTo(all);
            if (limited.isCut()) {
                collector.report(ExtractionProblem.HTML_TOO_LONG);
            }
            readText(new StringReader(all.toString()), isFlowedWithoutBlanks(part));
            readHtml(new StringReader(all.toString()), part.base().orElse(""));
        }

        void readText(Reader text, boolean flowed) throws IOException {
            LimitedReader limited = new LimitedReader(text, textLeft);
            UriSink sink = collector.at(UriPlace.TEXT);
            if (flowed) {
                new FlowedText(scanner, sink).read(limited);
            } else {
                TextBlocks blocks = new TextBlocks(scanner, sink);
                blocks.addAll(limited);
                blocks.end();
            }
            textLeft = limited.left();
            if (limited.isCut()) {
                collector.report(ExtractionProblem.TEXT_TOO_LONG);
            }
        }

        void readHtml(Reader html, String base) throws IOException {
            LimitedReader limited = new LimitedReader(html, htmlLeft);
            new HtmlUris(reader, scanner, collector, base).read(limited);
            htmlLeft = limited.left();
            if (limited.isCut()) {
                collector.report(ExtractionProblem.HTML_TOO_LONG);
            }
        }
    }

    // By the file name, too: that is what decides how an attachment opens.
    private static boolean isHtml(MimePart part) {
        String type = part.mediaType();
        return type.contains("html")
                || type.contains("xml")
                || part.anomalies().contains(MimeAnomaly.MALFORMED_CONTENT_TYPE)
                || part.anomalies().contains(MimeAnomaly.NO_BOUNDARY)
                || isNamed(part, HTML_FILES);
    }

    // Of message, those that have parts in them have been looked into.
    private static boolean isText(MimePart part) {
        String type = part.mediaType();
        boolean html = type.contains("html") || type.contains("xml");
        return (type.startsWith("text/") || type.startsWith("message/")) && !html || isNamed(part, TEXT_FILES);
    }

    private static boolean isNamed(MimePart part, List<String> endings) {
        return part.fileNames().stream()
                .map(UriExtractor::opened)
                .anyMatch(name -> endings.stream().anyMatch(name::endsWith));
    }

    // Windows drops dots and blanks at the end of a name.
    private static String opened(String fileName) {
        int end = fileName.length();
        while (end > 0 && (fileName.charAt(end - 1) <= ' ' || fileName.charAt(end - 1) == '.')) {
            end--;
        }
        return fileName.substring(0, end).toLowerCase(Locale.ROOT);
    }

    // RFC 3676 §4.1
    private static boolean isFlowedWithoutBlanks(MimePart part) {
        return part.parameter("format").filter("flowed"::equalsIgnoreCase).isPresent()
                && part.parameter("delsp").filter("yes"::equalsIgnoreCase).isPresent();
    }

    /** Sets up a {@link UriExtractor}. For one thread at a time. */
    public static final class Builder {

        private UriLimits limits = UriLimits.DEFAULT;
        private PublicSuffixList publicSuffixList = PublicSuffixList.bundled();
        private final List<String> headerFields = new ArrayList<>();

        private Builder() {}

        /** How much is searched, and how much is kept; {@link UriLimits#DEFAULT} unless said otherwise. */
        public Builder limits(UriLimits newLimits) {
            this.limits = Objects.requireNonNull(newLimits, "limits");
            return this;
        }

        /** Which top-level domains there are, for hosts without a scheme; the one that comes along unless said otherwise. */
        public Builder publicSuffixList(PublicSuffixList list) {
            this.publicSuffixList = Objects.requireNonNull(list, "list");
            return this;
        }

        /** Searches the header fields of this name, too, such as {@code List-Unsubscribe}; none unless said otherwise. */
        public Builder headerField(String name) {
            headerFields.add(Objects.requireNonNull(name, "name"));
            return this;
        }

        /** The extractor. */
        public UriExtractor build() {
            return new UriExtractor(this);
        }
    }
}
