package io.mailseal.benchmarks;

import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixListFactory;
import io.mailseal.core.DomainName;
import io.mailseal.psl.PublicSuffixList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The registrable domain of a name, with the same list on both sides; the mean over eight names of two to six labels. The limit
 * is to look for each of its parents in a set of strings that are ready.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class PublicSuffixBenchmark {

    private static final int NAMES = 8;

    private final String[] texts = {
        "sender.example.com",
        "example.org",
        "www.a.example.co.uk",
        "mail.b.city.kawasaki.jp",
        "bounces.mail.eu.provider.example.de",
        "someone.github.io",
        "a.b.example.unknown",
        "xn--bcher-kva.example.ck"
    };
    private final String[] expected = {
        "example.com",
        "example.org",
        "example.co.uk",
        "city.kawasaki.jp",
        "example.de",
        "someone.github.io",
        "example.unknown",
        "xn--bcher-kva.example.ck"
    };
    private final DomainName[] names = Arrays.stream(texts).map(DomainName::of).toArray(DomainName[]::new);
    private PublicSuffixList list;
    private de.malkusch.whoisServerList.publicSuffixList.PublicSuffixList peer;
    private Set<String> suffixes;
    private String[][] parents;

    @Setup(Level.Trial)
    public void setUp() {
        list = PublicSuffixList.bundled();
        peer = new PublicSuffixListFactory().build();
        suffixes = new HashSet<>();
        peer.getRules().forEach(rule -> suffixes.add(rule.getPattern()));
        parents = Arrays.stream(texts).map(PublicSuffixBenchmark::parents).toArray(String[][]::new);
        for (int i = 0; i < NAMES; i++) {
            String ours = list.registrableDomain(names[i]).orElseThrow().toString();
            if (!ours.equals(expected[i]) || !expected[i].equals(peer.getRegistrableDomain(texts[i]))) {
                throw new IllegalStateException(texts[i] + ": " + ours + ", " + peer.getRegistrableDomain(texts[i]));
            }
        }
    }

    private static String[] parents(String name) {
        List<String> labels = Arrays.asList(name.split("\\."));
        String[] parents = new String[labels.size()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = String.join(".", labels.subList(i, labels.size()));
        }
        return parents;
    }

    @Benchmark
    @OperationsPerInvocation(NAMES)
    @Workload("public suffix list, registrable domain of a name")
    public int registrableDomain() {
        int found = 0;
        for (DomainName name : names) {
            found += list.registrableDomain(name).isPresent() ? 1 : 0;
        }
        return found;
    }

    /** From the text of the name, as the peer has it. */
    @Benchmark
    @OperationsPerInvocation(NAMES)
    @Workload("public suffix list, registrable domain of a text")
    public int registrableDomainOfText() {
        int found = 0;
        for (String text : texts) {
            found += list.registrableDomain(DomainName.of(text)).isPresent() ? 1 : 0;
        }
        return found;
    }

    @Benchmark
    @OperationsPerInvocation(NAMES)
    @Beside("public-suffix-list")
    public int peerPublicSuffixList() {
        int found = 0;
        for (String text : texts) {
            found += peer.getRegistrableDomain(text) != null ? 1 : 0;
        }
        return found;
    }

    @Benchmark
    @OperationsPerInvocation(NAMES)
    @Beside("lookups in a set")
    public int limitLookups() {
        int found = 0;
        for (String[] ofName : parents) {
            for (String parent : ofName) {
                found += suffixes.contains(parent) ? 1 : 0;
            }
        }
        return found;
    }
}
