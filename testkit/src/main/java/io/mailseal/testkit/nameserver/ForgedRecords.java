package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Records to be put where they do not belong: made up, or true ones of another place. Text is a master file's, with
 * absolute names ({@code mail.example. TXT "forged"}; names without a final dot are below the root). Immutable.
 */
public final class ForgedRecords {

    private final Function<SignedTree, List<SignedSet>> source;

    private ForgedRecords(Function<SignedTree, List<SignedSet>> source) {
        this.source = source;
    }

    /**
     * Without signatures.
     *
     * @throws IllegalArgumentException with the number of the line and what is wrong there
     */
    public static ForgedRecords unsigned(String text) {
        List<SignedSet> sets = ZoneText.read(DomainName.ROOT, text).stream()
                .map(SignedSet::unsigned)
                .toList();
        return new ForgedRecords(tree -> sets);
    }

    /**
     * Signed by a zone of the tree, in its name, be the records its own or not.
     *
     * @throws IllegalArgumentException as above; on use, if there is no such zone or it is not signed
     */
    public static ForgedRecords signedBy(String apex, String text) {
        List<RecordSet> sets = ZoneText.read(DomainName.ROOT, text);
        return new ForgedRecords(tree -> sets.stream()
                .map(set -> tree.plan(tree.signedZone(apex), set).sign())
                .toList());
    }

    /**
     * Signed by any key in the name of any zone of the tree.
     *
     * @throws IllegalArgumentException as above; on use, if there is no such zone or it is not signed
     */
    public static ForgedRecords signedWith(SigningKey key, String signer, String text) {
        List<RecordSet> sets = ZoneText.read(DomainName.ROOT, text);
        return new ForgedRecords(tree -> sets.stream()
                .map(set -> {
                    SigningPlan plan = tree.plan(tree.signedZone(signer), set);
                    plan.keys = List.of(key);
                    return plan.sign();
                })
                .toList());
    }

    /**
     * The true records of a name in this zone, with their signatures; also NSEC records. A zone above has its own NSEC
     * and DS records of a delegation's name.
     *
     * @throws IllegalArgumentException on use, if there is no such zone, or it has no such records
     */
    public static ForgedRecords of(String apex, String name, DnsType type) {
        DomainName owner = DomainName.of(name);
        return new ForgedRecords(tree -> {
            Zone zone = tree.zoneAt(apex);
            RecordSet set = Optional.ofNullable(zone.find(owner, type))
                    .orElseThrow(() -> new IllegalArgumentException(apex + " has no " + owner + " " + type));
            return List.of(tree.signed(zone, set));
        });
    }

    /**
     * The true NSEC or NSEC3 record of this zone that matches the name or, where none does, covers it.
     *
     * @throws IllegalArgumentException on use, if there is no such zone or it is not signed
     */
    public static ForgedRecords matchingOrCovering(String apex, String name) {
        DomainName denied = DomainName.of(name);
        return new ForgedRecords(tree -> {
            Zone zone = tree.signedZone(apex);
            return List.of(tree.signed(zone, tree.denial(zone).matchOrCover(denied)));
        });
    }

    void into(Response response, List<Response.Placed> section, SignedTree tree) {
        source.apply(tree).forEach(set -> response.place(set, section));
    }
}
