package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link WireWriter} writes. Where octets are missing: IndexOutOfBoundsException. */
final class WireReader {

    private final Octets octets;
    private int at;

    WireReader(Octets octets) {
        this.octets = octets;
    }

    int octet() {
        return octets.at(at++);
    }

    int number16() {
        return octet() << 8 | octet();
    }

    long number32() {
        return (long) number16() << 16 | number16();
    }

    Octets octets(int count) {
        at += count;
        return octets.slice(at - count, at);
    }

    Octets rest() {
        return octets(octets.length() - at);
    }

    boolean hasMore() {
        return at < octets.length();
    }

    int position() {
        return at;
    }

    /** A name that is not compressed. */
    DomainName name() {
        List<Octets> labels = new ArrayList<>();
        for (int length = octet(); length > 0; length = octet()) {
            if (length > DomainName.MAX_LABEL) {
                throw new IndexOutOfBoundsException("a label of " + length + " octets");
            }
            labels.add(octets(length));
        }
        return labels.isEmpty()
                ? DomainName.ROOT
                : DomainName.ofLabels(labels).orElseThrow(() -> new IndexOutOfBoundsException("too long a name"));
    }
}
