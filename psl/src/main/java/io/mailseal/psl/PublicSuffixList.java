package io.mailseal.psl;

import io.mailseal.core.DomainName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public suffix list: rules such as {@code com}, {@code co.uk}, {@code *.ck} and {@code !www.ck} that tell which names
 * are open for registration by anybody. One more label makes a registrable domain, which belongs to one party.
 *
 * <p>{@link #bundled} is the official list as of the day when this artifact was made; {@link #read(Path)} takes a newer
 * one from a file. Where no rule matches a name, the rule {@code *} does: its last label is the suffix.
 *
 * <p>The list has two sections. ICANN names what registries of top-level domains open for registration. PRIVATE names what
 * other owners hand out below domains of their own, such as {@code github.io}. A list decides by both sections, the one
 * that {@link #icannOnly} gives by the first alone. DMARC and cookies want both, since strangers sit side by side below a
 * private suffix; whoever asks whether a name can have an owner at all wants ICANN alone, since {@code github.io} has one.
 *
 * <p>Names are compared as A-labels, without regard to case. Rules with labels in Unicode are turned into A-labels when
 * the first name with an A-label is looked up, which takes as long as reading the list did, once.
 *
 * <p>Immutable, and safe for use by many threads. Two lists are equal only if they are the same object; {@link #icannOnly}
 * always gives the same one.
 */
public final class PublicSuffixList {

    /** The largest list that is read, in octets: 4 MiB, a dozen times what the official one has. */
    public static final int MAX_OCTETS = 4 << 20;

    /** Of how many names a list may have rules: six times what the official one has. */
    public static final int MAX_RULES = 65_535;

    /** How many lines may be no rule before the whole is no list; those with labels in Unicode are not counted. */
    public static final int MAX_SKIPPED_LINES = 100;

    private final String notice;
    private final @Nullable String version;
    private final ListRules rules;
    private final int sections;
    private final PublicSuffixList icannOnly;

    private PublicSuffixList(ListParser parsed) {
        this.notice = parsed.notice();
        this.version = parsed.version();
        this.rules = parsed.rules();
        this.sections = RuleTable.BOTH_SECTIONS;
        this.icannOnly = new PublicSuffixList(this);
    }

    private PublicSuffixList(PublicSuffixList whole) {
        this.notice = whole.notice;
        this.version = whole.version;
        this.rules = whole.rules;
        this.sections = RuleTable.ICANN;
        this.icannOnly = this;
    }

    /**
     * The official list that comes with this artifact; {@link #version} tells of which day. Read at the first call, once.
     *
     * @throws IllegalStateException if the artifact was built without the list; the message tells how to build it
     */
    public static PublicSuffixList bundled() {
        return BundledList.list();
    }

    /**
     * Reads a list from a file.
     *
     * @throws PublicSuffixListException if the file is no list
     * @throws IOException if it can't be read
     */
    public static PublicSuffixList read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /**
     * Reads a list, in UTF-8, to the end of the stream, which is left open. Of a stream that is too large, one octet more
     * than {@link #MAX_OCTETS} is read.
     *
     * @throws PublicSuffixListException if it is no list
     * @throws IOException if the stream fails
     */
    public static PublicSuffixList read(InputStream in) throws IOException {
        return parse(in.readNBytes(MAX_OCTETS + 1));
    }

    /**
     * Reads a list from text.
     *
     * @throws PublicSuffixListException if it is no list
     */
    public static PublicSuffixList parse(String text) throws PublicSuffixListException {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PublicSuffixList parse(byte[] octets) throws PublicSuffixListException {
        if (octets.length > MAX_OCTETS) {
            throw new PublicSuffixListException(
                    PublicSuffixListException.Problem.TOO_LARGE, "the list has more than " + MAX_OCTETS + " octets");
        }
        return new PublicSuffixList(ListParser.parse(octets));
    }

    /** The same list, deciding by the rules of its ICANN section alone. */
    public PublicSuffixList icannOnly() {
        return icannOnly;
    }

    /**
     * The suffix of this name that is open for registration; the whole name if it is a public suffix itself. The root is
     * its own suffix.
     */
    public DomainName publicSuffix(DomainName name) {
        return name.suffix(suffixLabels(name));
    }

    /**
     * The public suffix of this name and one label more: what one party registered, and RFC 7489 calls the Organizational
     * Domain. Empty if the name is a public suffix itself.
     *
     * @rfc 7489 3.2
     */
    public Optional<DomainName> registrableDomain(DomainName name) {
        int labels = suffixLabels(name);
        return labels == name.labelCount() ? Optional.empty() : Optional.of(name.suffix(labels + 1));
    }

    /** Whether this name is open for registration, so that it belongs to nobody; the root is, too. */
    public boolean isPublicSuffix(DomainName name) {
        return suffixLabels(name) == name.labelCount();
    }

    /** What this list says of the name, and by which rule. */
    public PublicSuffixMatch match(DomainName name) {
        RuleTable table = rules.tableFor(name.toString());
        int rule = prevailing(table, name);
        return new PublicSuffixMatch(name, name.suffix(labels(table, rule, name)), table.rule(rule, sections));
    }

    private int suffixLabels(DomainName name) {
        RuleTable table = rules.tableFor(name.toString());
        return labels(table, prevailing(table, name), name);
    }

    private int prevailing(RuleTable table, DomainName name) {
        return name.isRoot() ? RuleTable.DEFAULT_RULE : table.prevailing(name.toString(), sections);
    }

    // The default rule wants one label, and the root has none.
    private static int labels(RuleTable table, int rule, DomainName name) {
        return Math.min(table.labels(rule), name.labelCount());
    }

    /**
     * How many rules this list decides by, the default one not counted. Looks at labels in Unicode, if that did not happen
     * yet.
     */
    public int ruleCount() {
        return rules.table().count(sections);
    }

    /** What the list says of its version, such as {@code 2025-12-21_00-34-40_UTC}; empty if it says nothing. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** The time that {@link #version} names; empty if it names none. */
    public Optional<Instant> date() {
        return version().flatMap(PublicSuffixList::instant);
    }

    private static Optional<Instant> instant(String version) {
        if (version.length() != 23 || version.charAt(10) != '_' || !version.endsWith("_UTC")) {
            return Optional.empty();
        }
        try {
            String time = version.substring(11, 19).replace('-', ':');
            return Optional.of(Instant.parse(version.substring(0, 10) + "T" + time + "Z"));
        } catch (DateTimeException notSo) {
            return Optional.empty();
        }
    }

    /**
     * The comments at the head of the list, without their slashes, one line for each: the licence of the list, where it
     * comes from, and its version. Empty if there are none.
     */
    public String notice() {
        return notice;
    }

    /**
     * The lines that are neither rule nor comment, and have no effect. The official list has none. Looks at labels in
     * Unicode, if that did not happen yet.
     */
    public List<SkippedLine> skippedLines() {
        return rules.skippedLines();
    }

    /** For people: the version, the number of rules, and the sections. */
    @Override
    public String toString() {
        return "public suffix list " + version().orElse("of unknown version") + ", " + ruleCount() + " rules"
                + (sections == RuleTable.ICANN ? " (ICANN only)" : "");
    }
}
