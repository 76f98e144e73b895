package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.spf.RecordFindings.Role;
import io.mailseal.spf.SpfFinding.Code;
import org.jspecify.annotations.Nullable;

/**
 * How long a record is, and how much it asks.
 *
 * @rfc 7208 3.4
 */
final class SizeFindings {

    /** The longest string of a text record (RFC 1035 §3.3). */
    static final int LONGEST_STRING = 255;

    /** §3.4: name and texts under this fit into an answer of 512 octets. */
    static final int LONGEST_ADVISED = 450;

    /** The longest data of a record, a length octet before each string included. */
    static final int LONGEST_DATA = 65_535;

    private SizeFindings() {}

    static void find(SpfRecord record, Role role, @Nullable DomainName domain, FindingList findings) {
        int length = record.text().length();
        if (length + strings(length) > LONGEST_DATA) {
            findings.add(Code.TOO_LONG_FOR_DNS, "No DNS record can hold a text of " + length + " octets.");
        } else if (length + octets(domain) > LONGEST_ADVISED) {
            String subject = domain == null ? "The text has " : "Name and text together have ";
            findings.add(
                    Code.LONG_RECORD,
                    subject + (length + octets(domain)) + " octets; of more than " + LONGEST_ADVISED
                            + " the answer may not fit into a packet of 512.");
        }
        if (role == Role.ALONE) {
            findStrings(record, findings);
            findTerms(record, findings);
        }
    }

    /** What matters to whoever is to publish it. */
    static void findStrings(SpfRecord record, FindingList findings) {
        int length = record.text().length();
        int strings = strings(length);
        if (strings > 1) {
            findings.add(
                    Code.SEVERAL_STRINGS,
                    "The text has " + length + " octets; the zone must hold it as " + strings
                            + " strings, none of more than " + LONGEST_STRING + ".");
        }
    }

    private static void findTerms(SpfRecord record, FindingList findings) {
        int limit = SpfLimits.rfc7208().dnsTerms();
        int asking = DnsTerms.of(record);
        if (asking > limit) {
            findings.add(Code.TOO_MANY_DNS_TERMS, asking + " terms ask DNS; " + limit + " are allowed.");
        }
    }

    private static int strings(int length) {
        return (length + LONGEST_STRING - 1) / LONGEST_STRING;
    }

    private static int octets(@Nullable DomainName domain) {
        return domain == null ? 0 : domain.toString().length();
    }
}
