package io.mailseal.benchmarks;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dnsbl.uri.UriExtraction;
import io.mailseal.dnsbl.uri.UriExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The URIs of mail, from its octets: an operation is a megabyte of it, so that the score is in MB/s. The mail is that of the
 * corpora in the folder MAILSEAL_CORPORA; without that variable, one message of 20 KB in plain text and HTML. The limit is to
 * decode the same octets and to look at each character once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UriBenchmark {

    private static final int MEGABYTE = 1_000_000;

    private final List<byte[]> messages = new ArrayList<>();
    private final MessageReader reader = MessageReader.strict().allowLocalLineEnds();
    private UriExtractor extractor;
    private int next;
    private long ahead; // octets that earlier operations have read too many

    /** Where the mail comes from. */
    static String source() {
        return System.getenv("MAILSEAL_CORPORA") == null
                ? "one message of 20 KB, in plain text and HTML"
                : "the messages of the corpus mail-spamassassin-public";
    }

    @Setup(Level.Trial)
    public void setUp() throws IOException {
        extractor = UriExtractor.builder().build();
        String corpora = System.getenv("MAILSEAL_CORPORA");
        if (corpora == null) {
            messages.add(synthetic());
        } else {
            read(Path.of(corpora, "mail-spamassassin-public"));
        }
        if (messages.isEmpty()) {
            throw new IllegalStateException("no mail in " + corpora);
        }
    }

    private void read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    if (!entry.isDirectory()) {
                        try (InputStream octets = zip.getInputStream(entry)) {
                            messages.add(octets.readAllBytes());
                        }
                    }
                }
            }
        }
    }

    private static byte[] synthetic() {
        StringBuilder text = new StringBuilder();
        StringBuilder html = new StringBuilder("<html><body>");
        for (int i = 0; i < 60; i++) {
            String words = "Some words about the offer number " + i + ", and where to read more of them: ";
            text.append(words)
                    .append("https://www.shop")
                    .append(i % 7)
                    .append(".example/offer?id=")
                    .append(i)
                    .append("\r\n");
            html.append("<p style=\"margin:0\">")
                    .append(words)
                    .append("<a href=\"https://www.shop")
                    .append(i % 7);
            html.append(".example/offer?id=").append(i).append("\"><b>here</b> &amp; now</a></p>\r\n");
        }
        String message = "From: a@b.example\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n"
                + text + "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b--\r\n";
        return message.getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    @Workload(value = "URIs found in mail", unit = "MB/s")
    public int extract() throws IOException {
        int uris = 0;
        while (ahead < MEGABYTE) {
            byte[] octets = messages.get(next);
            next = (next + 1) % messages.size();
            ahead += octets.length;
            uris += extraction(octets).uris().size();
        }
        ahead -= MEGABYTE;
        return uris;
    }

    @Benchmark
    @Beside("one look at each octet")
    public int limitScan() {
        int delimiters = 0;
        while (ahead < MEGABYTE) {
            byte[] octets = messages.get(next);
            next = (next + 1) % messages.size();
            ahead += octets.length;
            delimiters += OneLook.at(octets);
        }
        ahead -= MEGABYTE;
        return delimiters;
    }

    private UriExtraction extraction(byte[] octets) throws IOException {
        try (Message message = reader.read(octets)) {
            return extractor.extract(message);
        }
    }
}
