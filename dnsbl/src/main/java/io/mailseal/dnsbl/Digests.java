package io.mailseal.dnsbl;

import io.mailseal.core.Octets;
import java.util.HexFormat;

/** What a list of digests is asked about. */
final class Digests {

    private Digests() {}

    static ListQuery query(BlocklistProfile profile, BlocklistSubject.Hashed subject) {
        HashForm form = profile.hash().orElseThrow();
        return subject.type() == HashSubject.FILE
                ? ofDigest(profile, form, subject.value())
                : form.labelOf(subject.value())
                        .map(profile::queryDigest)
                        .orElseGet(() -> ListQuery.notAsked(NotAsked.WRONG_KIND));
    }

    private static ListQuery ofDigest(BlocklistProfile profile, HashForm form, String digest) {
        byte[] octets = HexFormat.of().parseHex(digest);
        return octets.length == form.digest().octets()
                ? profile.queryDigest(form.labelOfDigest(Octets.of(octets)))
                : ListQuery.notAsked(NotAsked.WRONG_KIND);
    }
}
