package io.mailseal.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * A scenario of Unbound's replay tests: what servers would say at which time, which questions a client asks, and what it
 * should be told.
 *
 * @param title what it is about
 * @param options of the configuration, each with its values
 * @param starts where a resolver begins
 */
record ReplayScenario(
        String title, Map<String, List<String>> options, List<Start> starts, List<Range> ranges, List<Step> steps) {

    private static final long TTL = 3600; // that of records without one
    private static final String UNREADABLE = "UNREADABLE"; // a word of ours beside those of REPLY
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    /** The servers of a zone that are known beforehand; they may be resolvers themselves. */
    record Start(Name zone, boolean forward, List<String> addresses) {}

    /** What the server at these addresses says between two steps. */
    record Range(int from, int to, Set<String> addresses, List<Entry> entries) {}

    /** A message, or the pattern of one. */
    record Entry(
            Set<String> match,
            Set<String> reply,
            Name name,
            int type,
            List<Record> answer,
            List<Record> authority,
            List<Record> additional) {

        /** Whether it holds what is no record at all. */
        boolean isReadable() {
            return !reply.contains(UNREADABLE);
        }

        /** Whether this is said to that question. */
        boolean answers(Name asked, int askedType) {
            boolean sameName = match.contains("subdomain")
                    ? asked.subdomain(name)
                    : !match.contains("qname") || asked.equals(name);
            return sameName && (!match.contains("qtype") || askedType == type);
        }

        int rcode() {
            return reply.stream()
                    .filter(word -> !word.equals("DO"))
                    .mapToInt(word -> word.equals("NOERROR") ? Rcode.NOERROR : Rcode.value(word))
                    .filter(rcode -> rcode >= 0)
                    .findFirst()
                    .orElse(Rcode.NOERROR);
        }

        List<Record> section(int section) {
            return switch (section) {
                case Section.ANSWER -> answer;
                case Section.AUTHORITY -> authority;
                default -> additional;
            };
        }
    }

    /**
     * Something that happens.
     *
     * @param entry the question, or the answer that is wanted; empty for other kinds
     * @param seconds that pass
     */
    record Step(int number, String kind, Optional<Entry> entry, double seconds) {}

    static ReplayScenario read(Path file) throws IOException {
        return new Reader(Files.readAllLines(file, StandardCharsets.ISO_8859_1)).scenario();
    }

    List<String> option(String name) {
        return options.getOrDefault(name, List.of());
    }

    /** The records in the trust anchors. */
    List<Record> anchors() {
        return option("trust-anchor").stream()
                .flatMap(anchor -> Reader.anchor(anchor).stream())
                .toList();
    }

    /** The time for which its signatures were made. */
    Instant time() {
        String date = option("val-override-date").stream().findFirst().orElse("-1");
        return date.length() == 14
                ? LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC)
                : lastInception().plusSeconds(1);
    }

    private Instant lastInception() {
        Instant last = Instant.EPOCH;
        for (Record record : records()) {
            if (record instanceof RRSIGRecord signature
                    && signature.getTimeSigned().isAfter(last)) {
                last = signature.getTimeSigned();
            }
        }
        return last;
    }

    /** All that servers say. */
    List<Record> records() {
        List<Record> all = new ArrayList<>();
        for (Range range : ranges) {
            for (Entry entry : range.entries()) {
                all.addAll(entry.answer());
                all.addAll(entry.authority());
                all.addAll(entry.additional());
            }
        }
        return all;
    }

    /** The same with other trust anchors, and other records in what the servers say. */
    ReplayScenario with(List<String> anchors, UnaryOperator<List<Record>> change) {
        Map<String, List<String>> changed = new TreeMap<>(options);
        changed.put("trust-anchor", anchors);
        List<Range> others = new ArrayList<>();
        for (Range range : ranges) {
            List<Entry> entries = range.entries().stream()
                    .map(entry -> new Entry(
                            entry.match(),
                            entry.reply(),
                            entry.name(),
                            entry.type(),
                            change.apply(entry.answer()),
                            change.apply(entry.authority()),
                            change.apply(entry.additional())))
                    .toList();
            others.add(new Range(range.from(), range.to(), range.addresses(), entries));
        }
        return new ReplayScenario(title, changed, starts, others, steps);
    }

    private static final class Reader {

        private final Iterator<String> lines;
        private final Map<String, List<String>> options = new TreeMap<>();
        private final List<Start> starts = new ArrayList<>();
        private final List<Range> ranges = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();
        private String title = "";

        Reader(List<String> lines) {
            this.lines = lines.stream().map(String::strip).iterator();
        }

        ReplayScenario scenario() throws IOException {
            readOptions();
            while (lines.hasNext()) {
                String line = lines.next();
                if (line.startsWith("SCENARIO_BEGIN")) {
                    title = line.substring("SCENARIO_BEGIN".length()).strip();
                } else if (line.startsWith("RANGE_BEGIN")) {
                    readRange(words(line));
                } else if (line.startsWith("STEP")) {
                    readStep(words(line));
                }
            }
            return new ReplayScenario(title, options, starts, ranges, steps);
        }

        private void readOptions() {
            boolean forward = false;
            for (String line = lines.next(); !line.equals("CONFIG_END"); line = lines.next()) {
                int colon = line.indexOf(':');
                if (line.startsWith(";") || line.startsWith("#") || colon < 0) {
                    continue;
                }
                String option = line.substring(0, colon);
                String value = value(line.substring(colon + 1));
                switch (option) {
                    case "server", "stub-zone", "forward-zone" -> forward = option.equals("forward-zone");
                    case "name" -> starts.add(new Start(name(value), forward, new ArrayList<>()));
                    case "stub-addr", "forward-addr" ->
                        starts.get(starts.size() - 1).addresses().add(value);
                    default ->
                        options.computeIfAbsent(option, any -> new ArrayList<>())
                                .add(value);
                }
            }
        }

        private static String value(String text) {
            String value = text.strip();
            if (value.startsWith("\"")) {
                return value.substring(1, value.indexOf('"', 1));
            }
            int comment = value.indexOf('#');
            return comment < 0 ? value : value.substring(0, comment).strip();
        }

        private void readRange(List<String> words) throws IOException {
            Set<String> addresses = new LinkedHashSet<>();
            List<Entry> entries = new ArrayList<>();
            for (String line = lines.next(); !line.startsWith("RANGE_END"); line = lines.next()) {
                if (line.startsWith("ADDRESS")) {
                    addresses.add(words(line).get(1));
                } else if (line.startsWith("ENTRY_BEGIN")) {
                    entries.add(readEntry());
                }
            }
            ranges.add(new Range(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)), addresses, entries));
        }

        private void readStep(List<String> words) throws IOException {
            String kind = words.get(2);
            boolean withEntry = kind.equals("QUERY") || kind.equals("CHECK_ANSWER");
            double seconds = words.size() > 4 && words.get(3).equals("ELAPSE") ? Double.parseDouble(words.get(4)) : 0;
            while (withEntry && !lines.next().startsWith("ENTRY_BEGIN")) {
                // Comments.
            }
            Optional<Entry> entry = withEntry ? Optional.of(readEntry()) : Optional.empty();
            steps.add(new Step(Integer.parseInt(words.get(1)), kind, entry, seconds));
        }

        private Entry readEntry() throws IOException {
            Set<String> match = new LinkedHashSet<>();
            Set<String> reply = new LinkedHashSet<>();
            Map<String, StringBuilder> sections = new TreeMap<>();
            StringBuilder section = new StringBuilder();
            for (String line = lines.next(); !line.startsWith("ENTRY_END"); line = lines.next()) {
                List<String> words = words(line);
                if (line.startsWith(";") || words.isEmpty()) {
                    continue;
                }
                switch (words.get(0)) {
                    case "MATCH" -> match.addAll(words.subList(1, words.size()));
                    case "REPLY" -> reply.addAll(words.subList(1, words.size()));
                    case "ADJUST" -> {}
                    case "SECTION" -> section = sections.computeIfAbsent(words.get(1), any -> new StringBuilder());
                    default -> section.append(line).append('\n');
                }
            }
            List<String> question = words(text(sections, "QUESTION"));
            Name name = question.isEmpty() ? Name.root : name(question.get(0));
            int type = question.isEmpty() ? 0 : Type.value(question.get(2));
            List<Record> answer = records(text(sections, "ANSWER"), reply);
            List<Record> authority = records(text(sections, "AUTHORITY"), reply);
            List<Record> additional = records(text(sections, "ADDITIONAL"), reply);
            moveSignatures(authority, answer);
            moveSignatures(additional, answer);
            moveSignatures(additional, authority);
            return new Entry(match, reply, name, type, answer, authority, additional);
        }

        // A few stand in another section than what they sign; a resolver keeps both together.
        private static void moveSignatures(List<Record> from, List<Record> to) {
            for (Record record : List.copyOf(from)) {
                boolean elsewhere = record instanceof RRSIGRecord signature
                        && to.stream().anyMatch(other -> isSignedBy(other, signature))
                        && from.stream().noneMatch(other -> isSignedBy(other, signature));
                if (elsewhere) {
                    from.remove(record);
                    to.add(record);
                }
            }
        }

        private static boolean isSignedBy(Record record, RRSIGRecord signature) {
            return record.getType() == signature.getTypeCovered()
                    && record.getName().equals(signature.getName());
        }

        private static List<Record> records(String lines, Set<String> reply) throws IOException {
            List<Record> records = new ArrayList<>();
            for (String line : joined(lines)) {
                try {
                    records.addAll(parse(readable(line)));
                } catch (WireParseException unreadable) {
                    reply.add(UNREADABLE);
                }
            }
            return records;
        }

        private static List<Record> anchor(String line) {
            try {
                return parse(readable(line));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        // Without the parentheses that make several lines one.
        private static List<String> joined(String lines) {
            List<String> joined = new ArrayList<>();
            StringBuilder line = new StringBuilder();
            int open = 0;
            for (String next : lines.lines().toList()) {
                int comment = next.indexOf(';');
                for (char c :
                        next.substring(0, comment < 0 ? next.length() : comment).toCharArray()) {
                    open += c == '(' ? 1 : c == ')' ? -1 : 0;
                    line.append(c == '(' || c == ')' ? ' ' : c);
                }
                if (open == 0) {
                    joined.add(line.toString());
                    line.setLength(0);
                }
                line.append(' ');
            }
            return joined.stream().map(String::strip).toList();
        }

        private static List<Record> parse(String line) throws IOException {
            byte[] text = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
            List<Record> records = new ArrayList<>();
            try (Master master = new Master(new ByteArrayInputStream(text), Name.root, TTL)) {
                for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                    records.add(record);
                }
            }
            return records;
        }

        // What dnsjava does not take: words for the algorithm of a DS record, one with a digest that is too short, a
        // signature without any octets, and one that is not padded.
        private static String readable(String line) {
            List<String> words = new ArrayList<>(words(line));
            int ds = words.indexOf("DS");
            if (ds > 0 && words.size() >= ds + 5 && !words.contains("RRSIG")) {
                int algorithm = Algorithm.value(words.get(ds + 2));
                words.set(ds + 2, Integer.toString(algorithm));
                String digest = String.join("", words.subList(ds + 4, words.size()));
                return digest.length() >= 40
                        ? String.join(" ", words)
                        : String.join(" ", words.subList(0, ds + 1))
                                + " \\# %d %04x%02x%02x%s"
                                        .formatted(
                                                4 + digest.length() / 2,
                                                Integer.parseInt(words.get(ds + 1)),
                                                algorithm,
                                                Integer.parseInt(words.get(ds + 3)),
                                                digest);
            }
            int rrsig = words.indexOf("RRSIG");
            return rrsig > 0 && words.size() >= rrsig + 9
                    ? String.join(" ", words.subList(0, rrsig + 9)) + " "
                            + signature(words.subList(rrsig + 9, words.size()))
                    : line;
        }

        private static String signature(List<String> words) {
            String base64 = words.isEmpty() ? "AA" : String.join("", words);
            return base64 + "=".repeat(Math.floorMod(-base64.length(), 4));
        }

        private static String text(Map<String, StringBuilder> sections, String name) {
            return sections.getOrDefault(name, new StringBuilder()).toString();
        }

        private static List<String> words(String line) {
            int comment = line.indexOf(';');
            String text = comment < 0 ? line : line.substring(0, comment);
            return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
        }

        private static Name name(String text) {
            return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
        }
    }
}
