package io.mailseal.mtasts;

import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record, by the grammar.
 *
 * @rfc 8461 3.1
 */
final class RecordParser {

    private final Octets octets;
    private final List<MtaStsFinding> findings = new ArrayList<>();
    private final List<MtaStsField> fields = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private @Nullable String id;

    RecordParser(Octets octets) {
        this.octets = octets;
    }

    MtaStsParse<MtaStsRecord> parse() {
        if (!MtaStsRecord.isOne(octets)) {
            return MtaStsParse.failed(List.of(MtaStsFinding.of(MtaStsFinding.Code.NOT_A_RECORD)));
        }
        if (octets.length() > MtaStsRecord.MAX_OCTETS) {
            return MtaStsParse.failed(List.of(MtaStsFinding.of(MtaStsFinding.Code.RECORD_TOO_LONG)));
        }
        names.add("v");
        readFields(octets.toLatin1());
        if (!names.contains("id")) {
            findings.add(MtaStsFinding.of(MtaStsFinding.Code.MISSING_ID));
        }
        String found = id;
        if (found == null || findings.stream().anyMatch(MtaStsFinding::isError)) {
            return MtaStsParse.failed(findings);
        }
        // In few octets, but more than that once it is written as it should be.
        return MtaStsRecord.format(found, fields).length() > MtaStsRecord.MAX_OCTETS
                ? MtaStsParse.failed(List.of(MtaStsFinding.of(MtaStsFinding.Code.RECORD_TOO_LONG)))
                : MtaStsParse.of(new MtaStsRecord(found, fields), findings);
    }

    // sts-text-record = sts-version 1*(sts-field-delim sts-field) [sts-field-delim]
    private void readFields(String text) {
        int start = MtaStsRecord.START.length();
        while (true) {
            int semicolon = text.indexOf(';', start);
            boolean last = semicolon < 0;
            int from = skipBlanks(text, start);
            if (last && from == text.length()) {
                return; // the delimiter at the end
            }
            // Blanks belong to delimiters, so that the last field has none behind it.
            int to = last ? text.length() : beforeBlanks(text, from, semicolon);
            readField(text.substring(from, to));
            if (last) {
                return;
            }
            start = semicolon + 1;
        }
    }

    private void readField(String field) {
        int equals = field.indexOf('=');
        String name = field.substring(0, Math.max(equals, 0));
        String value = field.substring(equals + 1);
        // Once a field was read, its repetition is ignored; but it must be a field.
        if (name.equals("id") && names.add(name)) {
            readId(field, value);
        } else if (!MtaStsField.isName(name) || !MtaStsField.isRecordValue(value)) {
            find(MtaStsFinding.Code.INVALID_FIELD, field);
        } else if (name.equals("id") || !names.add(name)) {
            find(MtaStsFinding.Code.DUPLICATE_FIELD, field);
        } else {
            boolean misspelt = name.toLowerCase(Locale.ROOT).equals("id");
            find(misspelt ? MtaStsFinding.Code.MISSPELT_FIELD : MtaStsFinding.Code.UNKNOWN_FIELD, field);
            fields.add(new MtaStsField(name, value));
        }
    }

    private void readId(String field, String value) {
        if (MtaStsRecord.isId(value)) {
            id = value;
        } else {
            find(MtaStsFinding.Code.INVALID_ID, field);
        }
    }

    private void find(MtaStsFinding.Code code, String field) {
        findings.add(MtaStsFinding.at(code, 0, Octets.ofLatin1(field)));
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int beforeBlanks(String text, int from, int to) {
        int at = to;
        while (at > from && isBlank(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
