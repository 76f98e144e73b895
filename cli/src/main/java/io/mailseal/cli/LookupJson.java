package io.mailseal.cli;

import java.io.PrintWriter;
import java.util.Optional;

/** What DNS has at a name, for programs. */
final class LookupJson {

    private LookupJson() {}

    static void print(Lookup lookup, PrintWriter out) {
        JsonLine.print(out, line -> {
            line.optional("asked", Optional.of(lookup.asked()));
            line.optional("name", Optional.of(lookup.name()));
            line.generator().writeArrayPropertyStart("answers");
            lookup.entries().forEach(entry -> DnsJson.writeEntry(entry, line));
            line.generator().writeEndArray();
            DnsJson.writeUsage(lookup.usage(), lookup.resolver(), line);
        });
    }
}
