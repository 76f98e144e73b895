package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys of one algorithm that have the same tag. RSA keys are sought by their exponents. With the other algorithms two
 * keys are found by the birthday paradox, once per JVM; for more than two it takes flags that are reserved, which
 * whoever validates has to ignore.
 *
 * @rfc 4034 2.1.1
 */
final class CollidingKeys {

    private static final Map<SigningAlgorithm, List<KeyPair>> PAIRS = new ConcurrentHashMap<>();
    private static final int RESERVED_FLAGS = 0xFFFF & ~(SigningKey.SECURE_ENTRY_POINT | SigningKey.REVOKE);

    private CollidingKeys() {}

    /** So many keys with these flags, all with the tag of the first. */
    static List<SigningKey> generate(SigningAlgorithm algorithm, int flags, int rsaBits, int count) {
        return algorithm.isRsa() ? byExponent(algorithm, flags, rsaBits, count) : byFlags(algorithm, flags, count);
    }

    private static List<SigningKey> byExponent(SigningAlgorithm algorithm, int flags, int rsaBits, int count) {
        List<SigningKey> keys = new ArrayList<>();
        keys.add(SigningKey.generate(algorithm, flags, rsaBits));
        Octets head = keys.get(0).dnskey().slice(0, 4);
        while (keys.size() < count) {
            KeyPair pair = RsaKeys.nextWithTag(rsaBits, keys.get(0).tag(), head);
            SigningKey next = new SigningKey(algorithm, pair, flags, 3, algorithm.number());
            // There are only so many exponents with this tag: one may come up twice.
            if (keys.stream().noneMatch(key -> key.dnskey().equals(next.dnskey()))) {
                keys.add(next);
            }
        }
        return keys;
    }

    private static List<SigningKey> byFlags(SigningAlgorithm algorithm, int flags, int count) {
        List<SigningKey> keys = new ArrayList<>();
        for (KeyPair pair : PAIRS.computeIfAbsent(algorithm, CollidingKeys::findPair)) {
            keys.add(new SigningKey(algorithm, pair, flags, 3, algorithm.number()));
        }
        while (keys.size() < count) {
            SigningKey candidate = SigningKey.generate(algorithm, flags, 0);
            int reserved = candidate.flagsForTag(keys.get(0).tag(), RESERVED_FLAGS);
            if (reserved >= 0) {
                keys.add(candidate.withFlags(reserved));
            }
        }
        return keys.subList(0, count);
    }

    private static List<KeyPair> findPair(SigningAlgorithm algorithm) {
        Map<Integer, KeyPair> seen = new HashMap<>();
        while (true) {
            KeyPair pair = algorithm.generate(0);
            // Collisions of zone keys stay collisions when both get the same flags (but for a carry, checked here).
            SigningKey key = new SigningKey(algorithm, pair, SigningKey.ZONE, 3, algorithm.number());
            KeyPair other = seen.put(key.tag(), pair);
            if (other != null && collideAsEntryPoints(algorithm, pair, other)) {
                return List.of(other, pair);
            }
        }
    }

    private static boolean collideAsEntryPoints(SigningAlgorithm algorithm, KeyPair one, KeyPair other) {
        int flags = SigningKey.SECURE_ENTRY_POINT;
        return new SigningKey(algorithm, one, flags, 3, algorithm.number()).tag()
                == new SigningKey(algorithm, other, flags, 3, algorithm.number()).tag();
    }
}
