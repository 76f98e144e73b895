package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.cache.RecentValues;
import org.jspecify.annotations.Nullable;

/** Key records and the keys in them; those that can verify are kept by their text. May be used by several threads. */
final class ParsedKeys {

    /** What is longer is parsed each time; an RSA key of 4096 bits takes some 750 octets. */
    static final int LONGEST_KEPT = 1024;

    private final RecentValues<Octets, ParsedKey> kept = new RecentValues<>();

    /**
     * A record, and the key in it.
     *
     * @param material null if it is no key of the type that the record declares
     * @param factorable whether anybody can compute the private key
     */
    record ParsedKey(DkimKeyRecord record, @Nullable PublicKeyMaterial material, boolean factorable) {

        static ParsedKey parse(Octets text) {
            DkimKeyRecord record = DkimKeyRecord.parse(text);
            PublicKeyMaterial material = material(record);
            return new ParsedKey(record, material, isFactorable(material));
        }

        private static boolean isFactorable(@Nullable PublicKeyMaterial material) {
            return material instanceof RsaKey rsa && rsa.isOfAllowedSize() && FactorableKey.isSeen(rsa.modulus());
        }

        private static @Nullable PublicKeyMaterial material(DkimKeyRecord record) {
            return switch (record.keyType()) {
                case "rsa" -> RsaKey.parse(record.publicKey());
                case "ed25519" -> Ed25519Key.parse(record.publicKey());
                default -> null;
            };
        }

        boolean canVerify() {
            return record.problem().isEmpty() && material != null && material.isOfAllowedSize();
        }
    }

    ParsedKey parse(Octets text) {
        if (text.length() > LONGEST_KEPT) {
            return ParsedKey.parse(text);
        }
        ParsedKey known = kept.get(text);
        if (known != null) {
            return known;
        }
        // Nothing of the answer that it came with is kept alive.
        Octets own = text.compact();
        ParsedKey parsed = ParsedKey.parse(own);
        if (parsed.canVerify()) {
            kept.put(own, parsed);
        }
        return parsed;
    }
}
