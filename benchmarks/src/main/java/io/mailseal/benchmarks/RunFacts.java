package io.mailseal.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openjdk.jmh.util.Version;

/**
 * On what, and when, the figures were taken. Nothing here names the machine.
 *
 * @param processor its model
 * @param processors how many of them Java may use
 * @param memoryMegabytes that the machine has, 0 if it does not tell
 * @param system the operating system and its version
 * @param java the Java virtual machine
 * @param jmh the version of JMH
 * @param date the day in UTC
 * @param commit what was measured
 * @param loadBefore the load average of the last minute before the run, negative if not known
 * @param loadAfter the same at its end, where the run itself counts
 */
record RunFacts(
        String processor,
        int processors,
        long memoryMegabytes,
        String system,
        String java,
        String jmh,
        LocalDate date,
        String commit,
        double loadBefore,
        double loadAfter) {

    // More than this is somebody else's work: before the run nothing of ours is running, at its end one thread is,
    // and its compiler and collector.
    private static final double IDLE = 0.7;
    private static final double OURS_ALONE = 2.5;

    /** Of this machine, once the run is over. */
    static RunFacts read(String commit, double loadBefore) {
        return new RunFacts(
                value(lines("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                system(lines("/etc/os-release"), System.getProperty("os.name"), System.getProperty("os.version")),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                        + System.getProperty("java.vendor"),
                Version.getPlainVersion(),
                LocalDate.now(ZoneOffset.UTC),
                commit,
                loadBefore,
                load());
    }

    /** The load average of the last minute, negative if not known. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static long memory() {
        return value(lines("/proc/meminfo"), "MemTotal")
                .map(text -> Long.parseLong(text.replace("kB", "").strip()) >> 10)
                .orElse(0L);
    }

    /** The distribution, and the number of the kernel, without what its builder has added to it. */
    static String system(List<String> release, String name, String kernel) {
        int end = 0;
        while (end < kernel.length() && (Character.isDigit(kernel.charAt(end)) || kernel.charAt(end) == '.')) {
            end++;
        }
        String version = name + " " + kernel.substring(0, end);
        return value(release, "PRETTY_NAME")
                .map(text -> text.replace("\"", "") + ", " + version)
                .orElse(version);
    }

    /** What is behind the first {@code :} or {@code =} of the first line that begins with this. */
    static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .filter(rest -> rest.startsWith(":") || rest.startsWith("="))
                .map(rest -> rest.substring(1).strip())
                .findFirst();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What makes the figures doubtful, a sentence; empty if nothing does. */
    String warning() {
        boolean loaded = loadBefore > IDLE || loadAfter > OURS_ALONE;
        return loaded
                ? "Other programs were at work: the load was " + load(loadBefore) + " before the run and "
                        + load(loadAfter) + " at its end. Trust the ratios more than the figures, and neither much."
                : "";
    }

    private static String load(double load) {
        return load < 0 ? "not known" : String.format(Locale.ROOT, "%.1f", load);
    }

    /** One fact each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Processor: " + processor + ", " + processors + " of them to use");
        lines.add("Memory: " + (memoryMegabytes == 0 ? "not known" : memoryMegabytes + " MB"));
        lines.add("System: " + system);
        lines.add("Java: " + java);
        lines.add("Date: " + date);
        lines.add("Commit: " + commit);
        lines.add("Load average: " + load(loadBefore) + " before the run, " + load(loadAfter) + " at its end");
        return lines;
    }

    /** How JMH ran them, the benchmarks of each setting behind it. */
    List<String> settings(List<Measured> all) {
        Map<String, TreeSet<String>> types = new TreeMap<>();
        for (Measured measured : all) {
            types.computeIfAbsent(measured.settings(), settings -> new TreeSet<>())
                    .add(measured.type());
        }
        return types.entrySet().stream()
                .map(entry -> "JMH " + jmh + ", " + entry.getKey() + ": " + String.join(", ", entry.getValue()))
                .collect(Collectors.toList());
    }
}
