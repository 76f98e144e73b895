package io.mailseal.mime;

import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.MessageAnomaly;

/**
 * Places in a header that are no From field, but that some reader takes for one: a name that becomes From for whoever skips
 * the octets that no name may have ({@code From\0:}), and a From after a CR or LF alone, for whoever lets it end a line.
 */
final class HiddenFrom {

    private static final String NAME = "From";

    private HiddenFrom() {}

    /** How many. */
    static int count(HeaderBlock header) {
        int count = 0;
        for (HeaderField field : header.fields()) {
            if (field.anomalies().isEmpty()) {
                continue;
            }
            if (has(field, MessageAnomaly.INVALID_NAME) && visible(field.name()).equalsIgnoreCase(NAME)) {
                count++;
            }
            if (has(field, MessageAnomaly.BARE_CR) || has(field, MessageAnomaly.BARE_LF)) {
                // The name of a From field has been counted, with whatever precedes it.
                count += linesOfFrom((field.isNamed(NAME) ? field.rawValue() : field.raw()).toLatin1());
            }
        }
        return count;
    }

    private static boolean has(HeaderField field, MessageAnomaly anomaly) {
        return field.anomalies().contains(anomaly);
    }

    private static String visible(String name) {
        StringBuilder visible = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > ' ' && c < 0x7F) {
                visible.append(c);
            }
        }
        return visible.toString();
    }

    // After a CRLF there is a blank, or the field is over.
    private static int linesOfFrom(String octets) {
        int count = 0;
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            if ((c == '\r' || c == '\n') && isFromAt(octets, i + 1)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isFromAt(String octets, int start) {
        if (!octets.regionMatches(true, start, NAME, 0, NAME.length())) {
            return false;
        }
        int at = start + NAME.length();
        while (at < octets.length() && (octets.charAt(at) == ' ' || octets.charAt(at) == '\t')) {
            at++;
        }
        return at < octets.length() && octets.charAt(at) == ':';
    }
}
