package io.mailseal.dns;

import io.mailseal.core.dns.DnsQuestion;

/** What the servers have said, as the rules for an answer see it: either known, or the rules stop and are run again when it is. */
interface RawView {

    /** The reply; where it is not there yet, this does not return. */
    Reply get(DnsQuestion question);

    /** Names what will probably be needed, so that it is asked for along with what is needed now. */
    void prefetch(DnsQuestion question);
}
