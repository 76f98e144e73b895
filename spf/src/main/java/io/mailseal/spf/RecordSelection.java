package io.mailseal.spf;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsRecord;

/**
 * Which of the text records of a domain are SPF records.
 *
 * @param count how many
 * @param first the first of them; empty where there is none
 * @rfc 7208 4.5
 */
record RecordSelection(int count, Octets first) {

    static RecordSelection of(DnsAnswer.Found answer) {
        int count = 0;
        Octets first = Octets.EMPTY;
        for (DnsRecord record : answer.records()) {
            if (record instanceof DnsRecord.Txt txt && SpfRecord.hasVersion(txt.text())) {
                first = count++ == 0 ? txt.text() : first;
            }
        }
        return new RecordSelection(count, first);
    }
}
