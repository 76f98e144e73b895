package io.mailseal.dkim;

import java.math.BigInteger;

/**
 * Knows the RSA keys of a generator whose primes were all of one form, so that the private key can be computed from the
 * public one: modulo small primes, such a modulus is always a power of 65537. Of other moduli one in 2^27 looks like that;
 * most are told apart by one division.
 *
 * @see <a href="https://www.cve.org/CVERecord?id=CVE-2017-15361">CVE-2017-15361</a>
 */
final class FactorableKey {

    // Those of the primes up to 167 of which 65537 is not a primitive root: the others tell nothing.
    private static final int[] PRIMES = {11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157};

    private static final int GENERATOR = 65537;

    private FactorableKey() {}

    /** Whether the modulus has the mark of that generator. */
    static boolean isSeen(BigInteger modulus) {
        for (int prime : PRIMES) {
            int rest = modulus.mod(BigInteger.valueOf(prime)).intValue();
            if (!isPower(rest, prime)) {
                return false;
            }
        }
        return true;
    }

    // Whether it is 65537 to some power, modulo the prime.
    private static boolean isPower(int rest, int prime) {
        int power = 1;
        for (int i = 0; i < prime; i++) {
            if (power == rest) {
                return true;
            }
            power = power * (GENERATOR % prime) % prime;
        }
        return false;
    }
}
