package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.List;

/** The keys of one zone, and what each is for. Filled once, by one thread, then only read. */
final class ZoneKeys {

    private static final long TTL = 3600;

    private final List<SigningKey> published = new ArrayList<>();
    private final List<SigningKey> entryPoints = new ArrayList<>();
    private final List<SigningKey> zoneSigning = new ArrayList<>();
    private int wrongSignatures;
    private int wrongKeySetSignatures;

    void publish(SigningKey key) {
        if (!published.contains(key)) {
            published.add(key);
        }
    }

    /** A key that the DNSKEY set is signed with, and that DS records are of. */
    void entryPoint(SigningKey key) {
        publish(key);
        entryPoints.add(key);
    }

    /** A key that all other sets are signed with. */
    void zoneSigning(SigningKey key) {
        publish(key);
        zoneSigning.add(key);
    }

    void trapZone(int signatures) {
        zoneSigning.add(published.get(published.size() - 1));
        wrongSignatures = signatures;
    }

    void trapKeySet(int signatures) {
        wrongKeySetSignatures = signatures;
    }

    /** Those that sign a set of this type. */
    List<SigningKey> signing(DnsType type) {
        return type.equals(DnsType.DNSKEY) ? entryPoints : zoneSigning;
    }

    /** How many wrong signatures a set of this type has in place of right ones; zero: right ones. */
    int trap(DnsType type) {
        return type.equals(DnsType.DNSKEY) ? wrongKeySetSignatures : wrongSignatures;
    }

    List<SigningKey> published() {
        return List.copyOf(published);
    }

    RecordSet dnskeys(DomainName apex) {
        return new RecordSet(
                apex,
                DnsType.DNSKEY,
                TTL,
                published.stream().map(SigningKey::dnskey).toList());
    }

    List<RecordSet> delegationSigners(DomainName apex, List<Integer> digestTypes, int wrong) {
        List<Octets> data = new ArrayList<>();
        for (int i = 0; i < wrong; i++) {
            data.add(wrongDigest(entryPoints.get(0).ds(apex, digestTypes.get(0)), i));
        }
        for (SigningKey key : entryPoints) {
            for (int digestType : digestTypes) {
                data.add(key.ds(apex, digestType));
            }
        }
        return List.of(new RecordSet(apex, DnsType.DS, TTL, data));
    }

    private static Octets wrongDigest(Octets ds, int number) {
        byte[] wrong = ds.toByteArray();
        wrong[wrong.length - 1] ^= (byte) 0x80;
        wrong[wrong.length - 2] ^= (byte) number;
        wrong[wrong.length - 3] ^= (byte) (number >> 8);
        return Octets.of(wrong);
    }
}
