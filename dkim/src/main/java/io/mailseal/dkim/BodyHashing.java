package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Hashes the first octets of a canonical body, or all, as they come by. */
final class BodyHashing {

    private final MessageDigest digest = Sha256.newDigest();
    private final long limit;
    private long hashed;
    private @Nullable Octets hash;

    /** As many octets as the limit says, or all if it is larger than the body. */
    BodyHashing(long limit) {
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    void update(byte[] octets, int offset, int length) {
        int wanted = (int) Math.min(length, limit - hashed);
        if (wanted > 0) {
            digest.update(octets, offset, wanted);
            hashed += wanted;
        }
    }

    /** To be called after the last octet; may be called again. */
    BodyHash result(long total) {
        Octets result = hash;
        if (result == null) {
            result = Octets.of(digest.digest());
            hash = result;
        }
        return new BodyHash(result, hashed, total);
    }
}
