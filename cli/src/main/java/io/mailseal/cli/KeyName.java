package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimKeyRecord;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimSigner;

/** Where a key is published. */
record KeyName(DomainName selector, DomainName domain) {

    /**
     * Checks that signatures can have these names.
     *
     * @throws IllegalArgumentException if they can't
     */
    void requireSigning(DkimPrivateKey key) {
        DkimSigner unused = DkimSigner.builder()
                .domain(domain)
                .key(selector.toString(), key)
                .build();
    }

    /**
     * The name of the record.
     *
     * @throws IllegalArgumentException if it is too long
     */
    DomainName ofRecord() {
        return DkimKeyRecord.name(selector, domain);
    }

    String zoneLine(DkimKeyRecord record) {
        return record.zoneLine(selector, domain);
    }
}
