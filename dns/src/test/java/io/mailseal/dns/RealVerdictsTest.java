package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/**
 * Compares our verdicts with those of unbound, and of delv where it is installed: many questions to every zone of
 * {@link SignedZones}. Differences have to be named, with a reason.
 */
class RealVerdictsTest {

    /** What becomes of a question: an outcome and a status, or BOGUS, or a cause of failure. */
    private record Verdict(String outcome, String status) {

        static final Verdict BOGUS = new Verdict("FAILED", "BOGUS");

        static Verdict of(DnsAnswer answer) {
            String status = answer instanceof DnsAnswer.Failed failed
                    ? failed.cause().name()
                    : answer.security().name();
            return new Verdict(answer.outcome().name(), status);
        }

        boolean isFailed() {
            return outcome.equals("FAILED");
        }
    }

    /**
     * Where we and another validator may differ.
     *
     * @param names the end of the names
     * @param theirs the status that they see
     * @param ours the status that we see
     */
    private record Difference(String names, String theirs, String ours) {

        boolean explains(DnsQuestion question, Verdict other, Verdict own) {
            return ("." + question.name()).endsWith("." + names)
                    && other.status().equals(theirs)
                    && own.status().equals(ours)
                    && (own.isFailed() || other.isFailed() || own.outcome().equals(other.outcome()));
        }
    }

    /** named notices that an NSEC record of its own is missing, and does not answer at all. */
    private static final Difference NOT_ANSWERED = new Difference("void.unproven.example", "BOGUS", "SERVER_FAILURE");

    /** They depend on the versions, so not each of them has to occur. */
    private static final List<Difference> FROM_UNBOUND = List.of(
            // RFC 9905: SHA-1 is not enough to be signed. Versions up to now still take it.
            new Difference("alg5.example", "SECURE", "INSECURE"),
            new Difference("alg7.example", "SECURE", "INSECURE"),
            new Difference("sha1ds.example", "SECURE", "INSECURE"),
            // RFC 9276 §3.2 leaves the limit open. It is 50 for us, and 150 there.
            new Difference("iter51.example", "SECURE", "BOGUS"),
            new Difference("iter150.example", "SECURE", "BOGUS"),
            new Difference("plain.iter150.example", "INSECURE", "BOGUS"),
            new Difference("lost.gone.iter150.example", "INSECURE", "BOGUS"),
            // RFC 5011 §2.1: a revoked key is good for nothing but its own revocation. They do not look at the bit.
            new Difference("onlyrevoked.example", "SECURE", "BOGUS"),
            NOT_ANSWERED);

    /** NSD says less when it is asked by us than when it is asked by unbound, which does not use what follows an alias. */
    private static final List<Difference> AT_NSD = List.of(
            // RFC 4035 §3.1.3.2, behind a DNAME: NSD 4.6 sends the proofs for another name.
            new Difference("nothing.old.alg13.example", "SECURE", "BOGUS"),
            new Difference("nothing.old.aliases.example", "SECURE", "BOGUS"),
            new Difference("nothing.old.example", "SECURE", "BOGUS"),
            new Difference("nothing.old.unproven.example", "SECURE", "BOGUS"),
            // RFC 4035 §3.1.3.3, behind a DNAME: NSD 4.6 does not show that the wildcard applies.
            new Difference("x.wild.sub.aliases.example", "SECURE", "BOGUS"));

    private static final List<Difference> FROM_DELV = List.of(
            // RFC 5155 §9.2: in a zone with opt-out, that there is no such name does not make an answer authentic.
            new Difference("nothing.optout.example", "SECURE", "INSECURE"),
            // RFC 6840 §5.11: one good signature is enough. BIND gives up after the first one that fails
            // (CVE-2023-50387).
            new Difference("onegood.example", "BOGUS", "SECURE"),
            // RFC 4034 §8: a key tag does not identify a key. The same.
            new Difference("twins1.example", "BOGUS", "SECURE"),
            new Difference("twins2.example", "BOGUS", "SECURE"),
            new Difference("twins3.example", "BOGUS", "SECURE"),
            new Difference("twins4.example", "BOGUS", "SECURE"));

    /** It takes a process for each question. */
    private static final Set<String> NEGATIVE_FOR_DELV = Set.of(
            "nothing.alg13.example",
            "nothing.nsec3.example",
            "nothing.optout.example",
            "nothing.iter150.example",
            "nothing.plain.example",
            "nothing.expired.example");

    static RealServers servers;
    static List<DnsQuestion> questions;
    static Map<DnsQuestion, Verdict> unbound;

    @BeforeAll
    static void askUnbound() throws IOException {
        servers = RealServers.shared();
        questions = SignedZones.questions(servers.root());
        assertThat(questions).hasSizeGreaterThan(1000);
        int port = servers.server(RealServers.Way.THROUGH_UNBOUND).port();
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(ScriptedServer.LOOPBACK, port));
        resolver.setEDNS(0, 1232, ExtendedFlags.DO);
        resolver.setTimeout(Duration.ofSeconds(20));
        unbound = new LinkedHashMap<>();
        for (DnsQuestion question : questions) {
            unbound.put(question, verdict(question, resolver));
        }
    }

    private static Verdict verdict(DnsQuestion question, SimpleResolver resolver) throws IOException {
        int type = question.type().code();
        Message response =
                resolver.send(Message.newQuery(Record.newRecord(WireName.of(question.name()), type, DClass.IN)));
        String status = response.getHeader().getFlag(Flags.AD) ? "SECURE" : "INSECURE";
        boolean found = response.getSection(Section.ANSWER).stream().anyMatch(record -> record.getType() == type);
        return switch (response.getRcode()) {
            case Rcode.NOERROR -> new Verdict(found ? "FOUND" : "NO_DATA", status);
            case Rcode.NXDOMAIN -> new Verdict("NO_SUCH_NAME", status);
            case Rcode.SERVFAIL -> Verdict.BOGUS;
            default -> throw new AssertionError(question + ": " + Rcode.string(response.getRcode()));
        };
    }

    private static Map<DnsQuestion, Verdict> ask(DnsClient client) {
        Map<DnsQuestion, CompletableFuture<DnsAnswer>> asked = new LinkedHashMap<>();
        questions.forEach(question -> asked.put(question, client.resolve(question)));
        Map<DnsQuestion, Verdict> verdicts = new LinkedHashMap<>();
        asked.forEach((question, answer) -> verdicts.put(question, Verdict.of(RealAnswers.await(answer))));
        return verdicts;
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithUnbound(RealServers.Way way) {
        List<Difference> known = new ArrayList<>(FROM_UNBOUND);
        if (way == RealServers.Way.AT_NSD) {
            known.addAll(AT_NSD);
        }
        try (DnsClient client = RealAnswers.client(servers, servers.server(way), builder -> builder)) {
            assertThat(differences(unbound, ask(client), known)).isEmpty();
        }
    }

    private static List<String> differences(
            Map<DnsQuestion, Verdict> theirs, Map<DnsQuestion, Verdict> ours, List<Difference> known) {
        List<String> unknown = new ArrayList<>();
        theirs.forEach((question, other) -> {
            Verdict own = ours.get(question);
            if (!own.equals(other)
                    && known.stream().noneMatch(difference -> difference.explains(question, other, own))) {
                unknown.add(question + ": they say " + other + ", we " + own);
            }
        });
        return unknown;
    }

    /** RFC 4035 §4.9.3: whoever takes unbound's word has its verdicts. */
    @Test
    void isThatOfUnboundIfItIsTrusted() {
        ServerProcess server = servers.server(RealServers.Way.THROUGH_UNBOUND);
        try (DnsClient client =
                RealAnswers.builder(server).trustingAuthenticatedData().build()) {
            assertThat(differences(unbound, ask(client), List.of(NOT_ANSWERED))).isEmpty();
        }
    }

    @Test
    void agreesWithDelv() throws IOException {
        Path program = ServerProcess.program("delv").orElse(null);
        assumeTrue(program != null, "delv is not installed");
        String anchor = servers.root().anchor().replaceFirst(".* DS (\\d+ \\d+ \\d+) (.*)", "$1 \"$2\"");
        Path anchors = Files.writeString(
                servers.folder("delv").resolve("anchors"), "trust-anchors { \".\" static-ds " + anchor + "; };\n");
        String port = Integer.toString(servers.server(RealServers.Way.AT_NAMED).port());
        List<String> command =
                List.of(program.toString(), "@127.0.0.1", "-p", port, "-a", anchors.toString(), "+root=.", "+dnssec");
        Map<DnsQuestion, Verdict> theirs = new LinkedHashMap<>();
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            Map<DnsQuestion, CompletableFuture<Verdict>> asked = new LinkedHashMap<>();
            for (DnsQuestion question : questions) {
                String name = question.name().toString();
                if (question.type().equals(DnsType.A)
                        && (name.startsWith("www.") || NEGATIVE_FOR_DELV.contains(name))) {
                    asked.put(question, CompletableFuture.supplyAsync(() -> delv(command, question), processes));
                }
            }
            asked.forEach((question, verdict) -> theirs.put(question, RealAnswers.await(verdict)));
        } finally {
            processes.shutdownNow();
        }
        List<Difference> known = new ArrayList<>(FROM_UNBOUND);
        known.addAll(FROM_DELV);
        try (DnsClient client =
                RealAnswers.client(servers, servers.server(RealServers.Way.AT_NAMED), builder -> builder)) {
            assertThat(differences(theirs, ask(client), known)).isEmpty();
        }
    }

    private static Verdict delv(List<String> options, DnsQuestion question) {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of(question.name() + ".", question.type().toString()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (said.contains("resolution failed") && !said.contains("ncache")) {
                return Verdict.BOGUS;
            }
            String outcome = said.contains("ncache nxdomain")
                    ? "NO_SUCH_NAME"
                    : said.contains("ncache nxrrset") ? "NO_DATA" : "FOUND";
            return new Verdict(outcome, said.contains("unsigned answer") ? "INSECURE" : "SECURE");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
