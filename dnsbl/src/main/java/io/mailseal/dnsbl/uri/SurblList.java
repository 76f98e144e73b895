package io.mailseal.dnsbl.uri;

import io.mailseal.core.DomainName;
import io.mailseal.dnsbl.uri.SurblListException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One of SURBL's lists: a domain on each line, and comments behind a number sign. */
record SurblList(Set<DomainName> entries, int skippedLines) {

    static SurblList read(InputStream in, int labels) throws IOException {
        byte[] octets = in.readNBytes(RegisteredDomains.MAX_OCTETS + 1);
        if (octets.length > RegisteredDomains.MAX_OCTETS) {
            throw new SurblListException(
                    Problem.TOO_LARGE, "the list has more than " + RegisteredDomains.MAX_OCTETS + " octets");
        }
        return parse(new String(octets, StandardCharsets.UTF_8), labels);
    }

    private static SurblList parse(String text, int labels) throws SurblListException {
        Set<DomainName> entries = new HashSet<>();
        int skipped = 0;
        int number = 0;
        for (String whole : (Iterable<String>) text.lines()::iterator) {
            number++;
            String line = withoutComment(whole);
            Optional<DomainName> entry = DomainName.ofUnicode(line).filter(name -> name.labelCount() == labels);
            entry.ifPresent(entries::add);
            skipped += entry.isEmpty() && !line.isEmpty() ? 1 : 0;
            if (skipped > RegisteredDomains.MAX_SKIPPED_LINES) {
                throw new SurblListException(
                        Problem.TOO_MANY_SKIPPED_LINES,
                        "line " + number + " is one too many that is no domain of " + labels + " labels");
            }
        }
        if (entries.isEmpty()) {
            throw new SurblListException(Problem.EMPTY, "there is no domain of " + labels + " labels in the list");
        }
        return new SurblList(entries, skipped);
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        String entry = (comment < 0 ? line : line.substring(0, comment)).strip();
        return entry.startsWith("\uFEFF") ? entry.substring(1) : entry;
    }
}
