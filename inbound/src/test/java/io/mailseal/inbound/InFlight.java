package io.mailseal.inbound;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A program: very many messages are under way at once on two threads, none of which has an answer of DNS before the last has
 * been read, and a tenth of the questions fail, each in another way. Then each is authenticated alone. It ends with status 0
 * if no verdict differs.
 */
final class InFlight {

    private static final int MESSAGES = 10_000;
    private static final int OCTETS = 4096;
    private static final String SUFFIX = ".example";
    private static final Instant NOW = Instant.parse("2025-03-04T00:00:00Z");
    private static final DkimPrivateKey ONE = key(1);
    private static final DkimPrivateKey TWO = key(2);

    // Of each sender: by what comes before its domain.
    private static final Map<String, String> RECORDS = Map.of(
            "", "v=spf1 include:a.%s include:b.%s -all",
            "a.", "v=spf1 include:c.%s -all",
            "b.", "v=spf1 include:d.%s -all",
            "c.", "v=spf1 ip4:198.51.100.9 -all",
            "d.", "v=spf1 ip4:198.51.100.3 -all",
            "_dmarc.", "v=DMARC1; p=reject",
            "one._domainkey.", ONE.keyRecord().format(),
            "two._domainkey.", TWO.keyRecord().format());

    private final ExecutorService two = Executors.newFixedThreadPool(2);
    private final CompletableFuture<Void> allRead = new CompletableFuture<>();
    private final InboundAuthenticator together = over(this::afterAllRead, two);
    private final InboundAuthenticator alone = over(InFlight::answer, Runnable::run);

    private InFlight() {}

    public static void main(String[] args) throws Exception {
        InFlight program = new InFlight();
        try {
            program.run();
        } finally {
            program.two.shutdownNow();
        }
    }

    private void run() throws Exception {
        List<Future<CompletableFuture<String>>> started = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int message = i;
            started.add(two.submit(() -> begin(message)));
        }
        List<CompletableFuture<String>> verdicts = new ArrayList<>();
        for (Future<CompletableFuture<String>> future : started) {
            verdicts.add(future.get());
        }
        long waiting = verdicts.stream().filter(verdict -> !verdict.isDone()).count();
        require(waiting == MESSAGES, "in flight at once: " + waiting);
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        allRead.complete(null);
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < MESSAGES; i++) {
            String together = verdicts.get(i).get();
            String alone = alone(i);
            require(together.equals(alone), "message " + i + ": " + together + " together, " + alone + " alone");
            counts.merge(together.substring(together.indexOf("; dmarc=") + 8).split(" ")[0], 1, Integer::sum);
        }
        System.out.println(waiting + " in flight, at most " + (used >> 20) + " MiB used; dmarc " + counts);
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw new IllegalStateException(otherwise);
        }
    }

    private CompletableFuture<String> begin(int sender) throws IOException {
        InputStream message = new ByteArrayInputStream(message(sender));
        return together.authenticateAsync(MessageReader.strict().read(message), envelope(sender))
                .thenApply(InFlight::text);
    }

    private String alone(int sender) throws IOException {
        return text(alone.authenticate(MessageReader.strict().read(message(sender)), envelope(sender)));
    }

    private static InboundAuthenticator over(DnsResolver resolver, Executor executor) {
        DnsLimits patient = DnsLimits.DEFAULT.withDeadline(Duration.ofMinutes(5));
        DnsSessions sessions = DnsSessions.over(resolver).withLimits(patient).withExecutor(executor);
        return InboundAuthenticator.builder().dns(sessions).clock(() -> NOW).build();
    }

    private static String text(InboundResult result) {
        return result.toAuthenticationResults("mx.example.net").toLine();
    }

    private CompletionStage<DnsAnswer> afterAllRead(DnsQuestion question) {
        CompletionStage<DnsAnswer> answer = answer(question);
        return answer == null ? null : allRead.thenComposeAsync(nothing -> answer, two);
    }

    /** The same question always has the same answer, or fails in the same way. */
    private static CompletionStage<DnsAnswer> answer(DnsQuestion question) {
        int chance = question.toString().hashCode() * 0x9E3779B1 >>> 8;
        if (chance % 10 != 0) {
            return CompletableFuture.completedFuture(published(question));
        }
        int kind = chance / 10 % (DnsFailure.values().length + 4);
        return switch (kind) {
            case 0 -> throw new IllegalStateException("a resolver that throws");
            case 1 -> null;
            case 2 -> CompletableFuture.failedFuture(new IOException("a resolver that fails"));
            case 3 -> CompletableFuture.completedFuture(DnsAnswer.noData(DnsQuestion.mx(question.name())));
            default -> CompletableFuture.completedFuture(DnsAnswer.failed(question, DnsFailure.values()[kind - 4]));
        };
    }

    private static DnsAnswer published(DnsQuestion question) {
        String name = question.name().toString();
        int domain = Math.max(name.lastIndexOf("m", name.length() - SUFFIX.length() - 1), 0);
        String record = name.endsWith(SUFFIX) ? RECORDS.get(name.substring(0, domain)) : null;
        return record == null || !question.type().equals(DnsType.TXT)
                ? DnsAnswer.noSuchName(question)
                : DnsAnswer.found(question, List.of(DnsRecord.Txt.of(record.replace("%s", name.substring(domain)))));
    }

    private static String domain(int sender) {
        return "m" + sender + SUFFIX;
    }

    private static SmtpEnvelope envelope(int sender) {
        return SmtpEnvelope.of(IpAddress.of("198.51.100.3"), domain(sender), "x@" + domain(sender));
    }

    private static byte[] message(int sender) {
        String fields = "From: Alice <alice@" + domain(sender) + ">\r\nTo: Bob <bob@example.net>\r\n"
                + "Subject: one of many\r\nDate: Mon, 3 Mar 2025 10:15:00 +0000\r\nMessage-ID: <" + sender
                + "@example.org>\r\n\r\n";
        String line = "All of them have the same body, and nobody keeps it.\r\n";
        String unsigned = fields + line.repeat((OCTETS - fields.length()) / line.length());
        String signatures = DkimSigner.builder()
                .domain(domain(sender))
                .key("one", ONE)
                .key("two", TWO)
                .clock(() -> NOW)
                .build()
                .sign(unsigned.getBytes(StandardCharsets.US_ASCII))
                .toHeaderFields();
        return (signatures + unsigned).getBytes(StandardCharsets.US_ASCII);
    }

    private static DkimPrivateKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return DkimPrivateKey.ofEd25519Seed(Octets.of(seed));
    }
}
