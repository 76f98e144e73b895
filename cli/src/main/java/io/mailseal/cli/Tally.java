package io.mailseal.cli;

import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.inbound.IprevStatus;
import io.mailseal.spf.SpfStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of many messages, counted. For one thread. */
final class Tally {

    private final Map<String, Long> dmarc =
            counts(Stream.of(DmarcStatus.values()).map(DmarcStatus::word));
    private final Map<String, Long> spf = counts(Stream.of(SpfStatus.values()).map(SpfStatus::word));
    private final Map<String, Long> helo = counts(Stream.of(SpfStatus.values()).map(SpfStatus::word));
    private final Map<String, Long> iprev =
            counts(Stream.of(IprevStatus.values()).map(IprevStatus::word));
    private final Map<String, Long> dkim = counts(Stream.of(DkimStatus.values()).map(DkimStatus::word));
    private final Map<String, Long> hops =
            counts(Stream.of(TrustedHop.Status.values()).map(JsonLine::word));
    private long messages;
    private long octets;
    private long unread;
    private long differing;
    private int exitStatus = ExitStatus.OK;

    // In the order of the constants, those not evaluated last.
    private static Map<String, Long> counts(Stream<String> words) {
        Map<String, Long> counts = new LinkedHashMap<>();
        words.forEach(word -> counts.put(word, 0L));
        return counts;
    }

    void add(MessageOutcome outcome) {
        messages++;
        octets += outcome.octets();
        exitStatus = Math.max(exitStatus, outcome.exitStatus());
        MessageOutcome.ResultWords words = outcome.words();
        if (words == null) {
            unread++;
            return;
        }
        count(dmarc, words.dmarc());
        count(spf, words.spf());
        count(helo, words.helo());
        count(iprev, words.iprev());
        count(dkim, words.dkim());
        differing += words.differs() ? 1 : 0;
        String hop = words.hop();
        if (hop != null) {
            count(hops, hop);
        }
    }

    private static void count(Map<String, Long> counts, String word) {
        counts.merge(word, 1L, Long::sum);
    }

    long messages() {
        return messages;
    }

    long octets() {
        return octets;
    }

    /** How many could not be read. */
    long unread() {
        return unread;
    }

    /** The worst of all. */
    int exitStatus() {
        return exitStatus;
    }

    /** For people. */
    void print(Duration took, long linksLeftOut, TracingResolver resolver, LabelledText text) {
        text.item("Total", total(took));
        if (messages > unread) {
            text.item("DMARC", sentence(dmarc));
            text.item("SPF", sentence(spf));
            ifEvaluated("HELO", helo, text);
            ifEvaluated("iprev", iprev, text);
            text.item("DKIM", sentence(dkim));
        }
        if (hops.values().stream().anyMatch(count -> count > 0)) {
            text.item("Client", sentence(hops));
        }
        if (differing > 0) {
            text.item("Differs", LabelledText.count(differing, "message") + " in something by RFC 7489");
        }
        if (unread > 0) {
            text.item("Unread", LabelledText.count(unread, "message") + ", with an error in its place");
        }
        if (linksLeftOut > 0) {
            text.item("Links", LabelledText.count(linksLeftOut, "symbolic link") + " left out");
        }
        text.item("DNS", "answers from " + resolver.source());
        text.item("DNSSEC", resolver.dnssec().sentence());
    }

    private void ifEvaluated(String label, Map<String, Long> counts, LabelledText text) {
        if (counts.getOrDefault(MessageOutcome.ResultWords.NONE, 0L) < messages - unread) {
            text.item(label, sentence(counts));
        }
    }

    private String total(Duration took) {
        double seconds = Math.max(1, took.toMillis()) / 1000.0;
        return LabelledText.count(messages, "message")
                + String.format(Locale.ROOT, " in %.1f s, %.0f a second", seconds, messages / seconds);
    }

    private static String sentence(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> shown(entry.getKey()) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String shown(String word) {
        return word.equals(MessageOutcome.ResultWords.NONE) ? "not evaluated" : word.replace('_', ' ');
    }
}
