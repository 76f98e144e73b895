package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A response while it is made. Faults change it before it is written; then it is forgotten. */
final class Response {

    static final int NO_ERROR = 0;
    static final int FORMAT_ERROR = 1;
    static final int SERVER_FAILURE = 2;
    static final int NAME_ERROR = 3;
    static final int NOT_IMPLEMENTED = 4;
    static final int REFUSED = 5;
    static final int NAME_TOO_LONG = 6; // YXDOMAIN, RFC 6672 §2.2

    /** A record set in a section, and what it is there for as a proof. */
    record Placed(RecordSet set, List<Octets> signatures, Set<DenialPart> parts) {}

    /**
     * An option of EDNS.
     *
     * @rfc 8914 2
     */
    record ExtendedError(int code, String text) {}

    int rcode = NO_ERROR;
    boolean authenticated;
    boolean silent;
    boolean truncated;
    boolean edns = true;
    boolean dnssec = true;
    Duration delay = Duration.ZERO;
    final List<ExtendedError> errors = new ArrayList<>();
    final List<Placed> answer = new ArrayList<>();
    final List<Placed> authority = new ArrayList<>();
    final List<Placed> additional = new ArrayList<>();
    private Instant renewAt = Instant.MAX;

    void answer(SignedSet signed) {
        place(signed, answer);
    }

    void answer(SignedSet wildcard, DomainName name) {
        renewBefore(wildcard.renewAt());
        answer.add(new Placed(wildcard.set().withOwner(name), wildcard.signatures(), Set.of()));
    }

    void authority(SignedSet signed) {
        place(signed, authority);
    }

    /** A proof; one that is there already only has one more purpose. */
    void prove(SignedSet signed, DenialPart part) {
        for (Placed placed : authority) {
            if (placed.set().equals(signed.set())) {
                placed.parts().add(part);
                return;
            }
        }
        renewBefore(signed.renewAt());
        authority.add(new Placed(signed.set(), signed.signatures(), EnumSet.of(part)));
    }

    void place(SignedSet signed, List<Placed> section) {
        renewBefore(signed.renewAt());
        section.add(new Placed(signed.set(), signed.signatures(), EnumSet.noneOf(DenialPart.class)));
    }

    void clear() {
        rcode = NO_ERROR;
        answer.clear();
        authority.clear();
        additional.clear();
    }

    void fail(int code) {
        clear();
        rcode = code;
    }

    void renewBefore(Instant instant) {
        renewAt = instant.isBefore(renewAt) ? instant : renewAt;
    }

    /** When its signatures are no longer what they should be. */
    Instant renewAt() {
        return renewAt;
    }
}
