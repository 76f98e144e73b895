package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import java.util.Collection;
import java.util.List;

/** The records by which a signed zone proves what it does not have. Immutable. */
sealed interface DenialChain permits NsecChain, Nsec3Chain {

    /** A record, and what it is there for. */
    record Proof(RecordSet set, DenialPart part) {}

    /** The name exists, without the type. */
    List<Proof> noData(DomainName name);

    /** Neither the name nor a wildcard at its closest encloser exists. */
    List<Proof> noName(DomainName name, DomainName closestEncloser);

    /** The name does not exist, so the wildcard that answers it may. */
    List<Proof> wildcardAnswer(DomainName name, DomainName closestEncloser);

    /** The name does not exist, and the wildcard that answers it has not the type. */
    List<Proof> wildcardNoData(DomainName name, DomainName closestEncloser);

    /** The record that matches the name or, where none does, covers it. */
    RecordSet matchOrCover(DomainName name);

    /** The record that covers the name, also where another matches it. */
    RecordSet cover(DomainName name);

    /** All records. */
    Collection<RecordSet> records();
}
