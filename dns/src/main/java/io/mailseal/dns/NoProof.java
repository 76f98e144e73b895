package io.mailseal.dns;

import org.xbill.DNS.Name;

/** Records that prove nothing, for whatever is to be proven. */
record NoProof(Denial.Proof why) implements Denial {

    @Override
    public Proof noData(Name name, int type) {
        return why;
    }

    @Override
    public Proof noSuchName(Name name) {
        return why;
    }

    @Override
    public Proof noCloserMatch(Name name, int labels) {
        return why;
    }

    @Override
    public Proof noDelegationSigner(Name name) {
        return why;
    }
}
