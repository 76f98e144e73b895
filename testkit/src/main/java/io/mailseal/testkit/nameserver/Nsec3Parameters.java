package io.mailseal.testkit.nameserver;

/**
 * How a zone uses NSEC3.
 *
 * @param hashAlgorithm the number that the records show; the hash is always that of number 1
 * @rfc 5155 3.1
 */
record Nsec3Parameters(Nsec3Hash hash, int hashAlgorithm, boolean optOut) {

    /** The data that NSEC3 and NSEC3PARAM records begin with. */
    WireWriter write(int flags) {
        return new WireWriter()
                .octet(hashAlgorithm)
                .octet(flags)
                .number16(hash.iterations())
                .octet(hash.salt().length())
                .octets(hash.salt());
    }
}
