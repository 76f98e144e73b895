package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsRecord;
import java.util.List;

/**
 * Text of third parties made safe for a line of a log, of SMTP and of a header: visible ASCII and single blanks, never
 * longer than a line. It stays their text: what shows it as HTML has to escape it as any other.
 */
final class ListText {

    /** Fits into a reply of SMTP with something before and behind it. */
    static final int LONGEST = 200;

    /** Of the records of one answer no more are kept. */
    static final int MOST = 4;

    private static final String CUT = "...";
    private static final String REDACTED = "***";

    private ListText() {}

    /**
     * What the TXT records of an answer say, sorted, since they come in any order, without those that say nothing. A list may
     * name its zone there, with the key.
     */
    static List<String> of(DnsAnswer answer, ListQuery query) {
        String key = key(query);
        if (!(answer instanceof DnsAnswer.Found found)) {
            return List.of();
        }
        return found.records(DnsRecord.Txt.class).stream()
                .map(record -> visible(without(key, record.text().toLatin1())))
                .filter(text -> !text.isEmpty())
                .sorted()
                .limit(MOST)
                .toList();
    }

    // The label of the name that is not shown; empty where all are.
    private static String key(ListQuery query) {
        List<Octets> asked = query.name().map(DomainName::labels).orElse(List.of());
        List<Octets> shown = query.shown().map(DomainName::labels).orElse(List.of());
        for (int i = 1; i <= Math.min(asked.size(), shown.size()); i++) {
            Octets label = asked.get(asked.size() - i);
            if (!label.equals(shown.get(shown.size() - i))) {
                return label.toLatin1();
            }
        }
        return "";
    }

    // Of all of it, since a cut could go through a key.
    private static String without(String key, String text) {
        StringBuilder redacted = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!key.isEmpty() && text.regionMatches(true, i, key, 0, key.length())) {
                redacted.append(REDACTED);
                i += key.length() - 1;
            } else {
                redacted.append(text.charAt(i));
            }
        }
        return redacted.toString();
    }

    /** Controls and blanks become one blank, anything else that is not ASCII a question mark. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        for (int i = 0; i < text.length() && visible.length() <= LONGEST; i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 0x7F) {
                visible.append(c);
            } else if (c >= 0x7F) {
                visible.append('?');
            } else if (!visible.isEmpty() && visible.charAt(visible.length() - 1) != ' ') {
                visible.append(' ');
            }
        }
        String whole = visible.toString().strip();
        return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST - CUT.length()) + CUT;
    }
}
