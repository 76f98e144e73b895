package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An Ed25519 key: the 32 octets of a point.
 *
 * @rfc 8463 4.2
 */
record Ed25519Key(Octets point) implements PublicKeyMaterial {

    private static final int LENGTH = 32;

    // The y coordinates of the points whose order divides 8, reduced or not: under these keys signatures of anything by
    // anybody verify. Providers differ in whether they notice.
    private static final Set<Octets> SMALL_ORDER = Stream.of(
                    "0000000000000000000000000000000000000000000000000000000000000000",
                    "0100000000000000000000000000000000000000000000000000000000000000",
                    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
            .map(hex -> Octets.of(HexFormat.of().parseHex(hex)))
            .collect(Collectors.toUnmodifiableSet());

    /** Null for another number of octets, and for points of small order. */
    static @Nullable Ed25519Key parse(Octets point) {
        return point.length() != LENGTH || SMALL_ORDER.contains(withoutSign(point)) ? null : new Ed25519Key(point);
    }

    private static Octets withoutSign(Octets point) {
        byte[] octets = point.toByteArray();
        octets[LENGTH - 1] &= 0x7F;
        return Octets.of(octets);
    }

    @Override
    public int bits() {
        return 8 * LENGTH;
    }

    @Override
    public boolean isOfAllowedSize() {
        return true;
    }

    // RFC 8032 §5.1.7: a point and a number
    @Override
    public int signatureOctets() {
        return 2 * LENGTH;
    }
}
