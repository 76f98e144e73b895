package io.mailseal.dns;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;

/**
 * The records of one owner and type in one section of a response, each once, and the signatures that came with them.
 *
 * @param signatures those that cover this type at this owner, in the order of the response; none of them is verified
 * @rfc 4035 5.3
 */
record RecordSet(Name owner, int type, List<Record> records, List<RRSIGRecord> signatures) {}
