package io.mailseal.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The parser, which looks at many octets at once, beside one that takes the rules one by one. */
class HeaderParserTest {

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.of(
                        "\r\n",
                        "\r\n ",
                        "\r",
                        "\n",
                        " ",
                        "\t",
                        ":",
                        ": ",
                        "From",
                        "to",
                        "To",
                        "x",
                        "\u0000",
                        "\u0001",
                        "\u007f",
                        "\u0080",
                        "\u00e9",
                        "eight888",
                        "y".repeat(990))
                .list()
                .ofMaxSize(40)
                .map(pieces -> withoutEmptyLine(String.join("", pieces)));
    }

    private static String withoutEmptyLine(String text) {
        String before = "\r\n" + text;
        int end = before.indexOf("\r\n\r\n");
        return end < 0 ? text : before.substring(2, Math.max(2, end + 2));
    }

    @Property(tries = 5000)
    void asTheRulesOneByOne(@ForAll("headers") String text) {
        HeaderBlock header = HeaderBlock.parse(Octets.ofLatin1(text));
        List<String> expected = fields(text);
        assertThat(header.fields()).extracting(field -> field.raw().toLatin1()).containsExactlyElementsOf(expected);
        Set<MessageAnomaly> all = EnumSet.of(MessageAnomaly.NO_SEPARATOR);
        for (HeaderField field : header.fields()) {
            String raw = field.raw().toLatin1();
            assertThat(field.anomalies()).as(raw).isEqualTo(anomalies(raw));
            assertThat(field.name()).isEqualTo(name(raw));
            int colon = raw.indexOf(':');
            assertThat(field.rawValue().toLatin1()).isEqualTo(colon < 0 ? "" : raw.substring(colon + 1));
            all.addAll(field.anomalies());
        }
        if (header.fields("from").size() > 1 || header.fields("to").size() > 1) {
            all.add(MessageAnomaly.REPEATED_FIELD);
        }
        assertThat(header.anomalies()).isEqualTo(all);
    }

    // Each begins where a line begins that continues nothing.
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        for (int i = 2; i < text.length(); i++) {
            boolean newLine = text.startsWith("\r\n", i - 2);
            if (newLine && text.charAt(i) != ' ' && text.charAt(i) != '\t') {
                fields.add(text.substring(start, i));
                start = i;
            }
        }
        if (start < text.length()) {
            fields.add(text.substring(start));
        }
        return fields;
    }

    private static String name(String field) {
        int colon = field.indexOf(':');
        return colon < 0 ? "" : field.substring(0, colon).replaceAll("^[ \t\r\n]+|[ \t\r\n]+\\z", "");
    }

    private static Set<MessageAnomaly> anomalies(String field) {
        Set<MessageAnomaly> found = EnumSet.noneOf(MessageAnomaly.class);
        List<String> lines = new ArrayList<>(List.of(field.split("\r\n", -1)));
        for (String line : lines) {
            add(found, MessageAnomaly.LONG_LINE, line.length() > 998);
            add(found, MessageAnomaly.BLANK_LINE, line.matches("[ \t]+"));
            add(found, MessageAnomaly.BARE_CR, line.indexOf('\r') >= 0);
            add(found, MessageAnomaly.BARE_LF, line.indexOf('\n') >= 0);
            add(found, MessageAnomaly.NUL, line.indexOf('\0') >= 0);
            add(found, MessageAnomaly.NON_ASCII_HEADER, line.chars().anyMatch(c -> c > 0x7F));
        }
        add(found, MessageAnomaly.LEADING_CONTINUATION, field.matches("(?s)[ \t].*"));
        int colon = field.indexOf(':');
        if (colon < 0) {
            found.add(MessageAnomaly.NO_COLON);
            return found;
        }
        String name = name(field);
        String gap = field.substring(0, colon).replaceAll("(?s)^.*[^ \t\r\n]", "");
        if (name.isEmpty()) {
            gap = "";
        }
        add(found, MessageAnomaly.SPACE_BEFORE_COLON, !gap.isEmpty());
        add(found, MessageAnomaly.FOLDED_NAME, !gap.matches("[ \t]*"));
        add(found, MessageAnomaly.EMPTY_NAME, name.isEmpty());
        add(found, MessageAnomaly.INVALID_NAME, name.chars().anyMatch(c -> c <= 0x20 || c >= 0x7F));
        return found;
    }

    private static void add(Set<MessageAnomaly> found, MessageAnomaly anomaly, boolean there) {
        if (there) {
            found.add(anomaly);
        }
    }
}
