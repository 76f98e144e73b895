package io.mailseal.psl;

import io.mailseal.psl.PublicSuffixListException.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list, line by line: a comment, nothing, or a rule up to the first white space. Comments mark the sections, and
 * those before the first section are the notice. A line that is none of these is skipped and reported, so that it does not
 * cost the whole list; a file that was cut, or is something else altogether, is refused.
 *
 * <p>It works on octets and in short methods, since most of the time goes by in a JVM that has just started. The notation is that of https://github.com/publicsuffix/list/wiki/Format.
 */
final class ListParser {

    private final byte[] octets;
    private final RuleReader plain = new RuleReader();
    private final List<RuleLine> international = new ArrayList<>();
    private final StringBuilder notice = new StringBuilder();
    private @Nullable String version;
    private int lineNumber;
    private int section; // a mask of RuleTable; 0 outside of both
    private boolean beforeSections = true;
    private boolean isEmpty = true;
    private boolean hasIcannRules;

    private ListParser(byte[] octets) {
        this.octets = octets;
    }

    static ListParser parse(byte[] octets) throws PublicSuffixListException {
        ListParser parser = new ListParser(octets);
        parser.readLines();
        parser.checkWhole();
        return parser;
    }

    /** The rules; those with labels in Unicode were not looked at. */
    ListRules rules() {
        return new ListRules(plain, international);
    }

    String notice() {
        return notice.toString().strip();
    }

    @Nullable
    String version() {
        return version;
    }

    private void readLines() throws PublicSuffixListException {
        int start = startsWith(0, "\u00EF\u00BB\u00BF") ? 3 : 0; // the byte order mark that some editors put in front
        while (start < octets.length) {
            int end = lineEnd(start);
            lineNumber++;
            readLine(start, end);
            start = end + 1;
        }
    }

    private int lineEnd(int start) {
        int end = start;
        while (end < octets.length && octets[end] != '\n') {
            end++;
        }
        return end;
    }

    private void readLine(int from, int end) throws PublicSuffixListException {
        int start = from;
        while (start < end && isSpace(octets[start])) {
            start++;
        }
        isEmpty &= start == end;
        if (start == end) {
            readBlank();
        } else if (startsWith(start, "//")) {
            readComment(start + 2, end);
        } else {
            int stop = ruleEnd(start, end);
            readRule(decode(start, stop), isAscii(start, stop));
            decode(stop, end); // says nothing, but the file must be in UTF-8
        }
    }

    private int ruleEnd(int start, int end) {
        int stop = start;
        while (stop < end && !isSpace(octets[stop])) {
            stop++;
        }
        return stop;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private boolean startsWith(int start, String prefix) {
        if (octets.length - start < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if ((octets[start + i] & 0xFF) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAscii(int start, int end) {
        for (int i = start; i < end; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private String decode(int start, int end) throws PublicSuffixListException {
        if (isAscii(start, end)) {
            return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, start, end - start))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new PublicSuffixListException(Problem.NOT_UTF_8, "line " + lineNumber + " is not in UTF-8");
        }
    }

    private void readBlank() {
        if (beforeSections) {
            notice.append('\n');
        }
    }

    private void readComment(int start, int end) throws PublicSuffixListException {
        String comment = beforeSections || !isAscii(start, end) || isMarker(start, end)
                ? decode(start, end).strip()
                : "";
        switch (comment) {
            case "===BEGIN ICANN DOMAINS===" -> begin(RuleTable.ICANN);
            case "===END ICANN DOMAINS===" -> end(RuleTable.ICANN);
            case "===BEGIN PRIVATE DOMAINS===" -> begin(RuleTable.PRIVATE);
            case "===END PRIVATE DOMAINS===" -> end(RuleTable.PRIVATE);
            default -> readNotice(comment);
        }
    }

    private boolean isMarker(int from, int end) {
        int start = from;
        while (start < end && isSpace(octets[start])) {
            start++;
        }
        return startsWith(start, "===");
    }

    private void begin(int begun) throws PublicSuffixListException {
        if (section != 0) {
            throw refused(Problem.BROKEN_SECTIONS, "line " + lineNumber + " begins a section within a section");
        }
        section = begun;
        beforeSections = false;
    }

    private void end(int ended) throws PublicSuffixListException {
        if (section != ended) {
            throw refused(Problem.BROKEN_SECTIONS, "line " + lineNumber + " ends a section that did not begin");
        }
        section = 0;
    }

    private void readNotice(String comment) {
        if (!beforeSections) {
            return;
        }
        notice.append(comment).append('\n');
        if (version == null && comment.startsWith("VERSION:")) {
            version = comment.substring("VERSION:".length()).strip();
        }
    }

    private void readRule(String text, boolean ascii) throws PublicSuffixListException {
        RuleLine line = new RuleLine(lineNumber, text, section);
        boolean later = !ascii || text.contains(RuleLine.A_LABEL_PREFIX);
        boolean accepted = later ? international.add(line) : plain.read(line);
        hasIcannRules |= accepted && section == RuleTable.ICANN;
        checkLimits();
    }

    private void checkLimits() throws PublicSuffixListException {
        if (plain.rules().size() + international.size() > PublicSuffixList.MAX_RULES) {
            throw refused(Problem.TOO_MANY_RULES, "the list has more than " + PublicSuffixList.MAX_RULES + " rules");
        }
        if (plain.skippedLines().size() > PublicSuffixList.MAX_SKIPPED_LINES) {
            throw refused(
                    Problem.TOO_MANY_SKIPPED_LINES,
                    "more than " + PublicSuffixList.MAX_SKIPPED_LINES + " lines are neither rule nor comment; line "
                            + plain.skippedLines().get(0).number() + " is the first");
        }
    }

    private void checkWhole() throws PublicSuffixListException {
        if (isEmpty) {
            throw refused(Problem.EMPTY, "the list is empty");
        }
        if (section != 0) {
            throw refused(Problem.BROKEN_SECTIONS, "the last section does not end: part of the list is missing");
        }
        if (!hasIcannRules) {
            throw refused(Problem.NO_ICANN_RULES, "there is no ICANN section with rules in it");
        }
    }

    private static PublicSuffixListException refused(Problem problem, String message) {
        return new PublicSuffixListException(problem, message);
    }
}
