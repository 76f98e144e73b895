package io.mailseal.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A root zone of our own and the zones below it, signed with the tools of BIND. */
final class SignedRoot {

    private static final List<String> TOOLS = List.of("dnssec-keygen", "dnssec-signzone", "dnssec-dsfromkey");

    private final Path folder;
    private final Map<String, Path> files = new ConcurrentHashMap<>();
    private final Map<String, List<String>> pointers = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    private SignedRoot(Path folder) {
        this.folder = folder;
    }

    /** What has to be installed. */
    static List<String> tools() {
        return TOOLS;
    }

    /** Writes and signs these zones, the root among them, into files. The deepest come first: their parents point to them. */
    static SignedRoot make(Path folder, List<ZonePlan> plans) throws IOException {
        SignedRoot root = new SignedRoot(folder);
        Map<Integer, List<ZonePlan>> byDepth = new TreeMap<>();
        plans.forEach(plan -> byDepth.computeIfAbsent(-plan.depth(), depth -> new ArrayList<>())
                .add(plan));
        ExecutorService tools = Executors.newFixedThreadPool(4);
        try {
            for (List<ZonePlan> zones : byDepth.values()) {
                List<CompletableFuture<Void>> made = zones.stream()
                        .map(zone -> CompletableFuture.runAsync(() -> root.make(zone), tools))
                        .toList();
                made.forEach(CompletableFuture::join);
                zones.forEach(zone -> root.delegate(zone, plans));
            }
        } finally {
            tools.shutdown();
        }
        for (String zone : root.refused.keySet()) {
            root.files.keySet().removeIf(name -> name.endsWith("." + zone)); // nothing leads there
        }
        return root;
    }

    /** The trust anchor: DS records as in a zone. */
    String anchor() {
        return String.join("\n", pointers.get("."));
    }

    /** Where each zone is, by its name. */
    Map<String, Path> files() {
        return new LinkedHashMap<>(files);
    }

    /** The zones that the tools on this machine refused to make, each with what they said. */
    Map<String, String> refused() {
        return refused;
    }

    private void delegate(ZonePlan child, List<ZonePlan> plans) {
        if (refused.containsKey(child.name())) {
            return;
        }
        plans.stream()
                .filter(plan -> plan.isAbove(child))
                .max((one, other) -> Integer.compare(one.depth(), other.depth()))
                .ifPresent(parent -> parent.delegate(child.name(), pointers.get(child.name())));
    }

    private void make(ZonePlan plan) {
        try {
            Path place = Files.createDirectory(folder.resolve(plan.fileName()));
            Path zone = place.resolve("zone");
            pointers.put(plan.name(), plan.pointers(plan.isSigned() ? sign(plan, place, zone) : List.of()));
            if (!plan.isSigned()) {
                Files.writeString(zone, plan.text());
            }
            files.put(plan.name(), zone);
        } catch (ToolRefused message) {
            if (!plan.isOutdated()) {
                throw new IllegalStateException("cannot make " + plan.name(), message);
            }
            refused.put(plan.name(), message.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + plan.name(), e);
        }
    }

    /** Returns the DS records. */
    private static List<String> sign(ZonePlan plan, Path place, Path zone) throws IOException, ToolRefused {
        List<String> keys = new ArrayList<>(); // that sign
        List<String> entries = new ArrayList<>(); // that the parent points to
        List<String> pointers = new ArrayList<>();
        StringBuilder text = new StringBuilder(plan.text());
        for (int algorithm : plan.algorithms()) {
            entries.add(generate(plan, place, algorithm, "-f", "KSK"));
            if (plan.hasZoneKeys()) {
                keys.add(generate(plan, place, algorithm));
            }
        }
        keys.addAll(entries);
        for (String key : keys) {
            text.append(Files.readString(place.resolve(key + ".key")));
        }
        for (KeyFile key : plan.keys()) {
            text.append(key.line(plan.name())).append('\n');
            if (key.signs()) {
                keys.add(key.write(place, plan.name()));
                pointers.add(key.pointer(plan.name()));
            }
        }
        Files.writeString(place.resolve("unsigned"), text);
        List<String> command = new ArrayList<>(List.of("-q", "-P", "-O", "full", "-o", plan.name(), "-f", "signed"));
        command.addAll(plan.signing());
        command.add("unsigned");
        command.addAll(keys);
        run(place, "dnssec-signzone", command);
        Files.writeString(zone, plan.damaged(Files.readString(place.resolve("signed"))));
        for (String entry : entries) {
            pointers.addAll(pointers(plan, place, entry));
        }
        return pointers;
    }

    private static String generate(ZonePlan plan, Path place, int algorithm, String... more)
            throws IOException, ToolRefused {
        List<String> command = new ArrayList<>(List.of("-q", "-a", Integer.toString(algorithm)));
        if (algorithm <= 10) {
            command.addAll(List.of("-b", algorithm == 8 ? "2048" : "1024")); // RSA
        }
        command.addAll(List.of(more));
        command.add(plan.name());
        List<String> said = run(place, "dnssec-keygen", command).lines().toList();
        return said.get(said.size() - 1); // after warnings
    }

    private static List<String> pointers(ZonePlan plan, Path place, String key) throws IOException, ToolRefused {
        List<String> pointers = new ArrayList<>();
        for (String digest : plan.digestNames()) {
            run(place, "dnssec-dsfromkey", List.of("-a", digest, key))
                    .lines()
                    .filter(line -> line.contains(" IN DS ")) // and no warning
                    .forEach(pointers::add);
        }
        return pointers;
    }

    private static String run(Path place, String tool, List<String> options) throws IOException, ToolRefused {
        List<String> command = new ArrayList<>();
        command.add(ServerProcess.program(tool)
                .orElseThrow(() -> new IOException(tool + " is not installed"))
                .toString());
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new ToolRefused(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        return said;
    }

    /** Newer tools no longer sign in all the old ways. */
    private static final class ToolRefused extends Exception {
        private static final long serialVersionUID = 1;

        ToolRefused(String message) {
            super(message);
        }
    }
}
