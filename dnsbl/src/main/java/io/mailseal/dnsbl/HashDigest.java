package io.mailseal.dnsbl;

/** How a digest is made. None of them is to keep anything secret or safe here. */
public enum HashDigest {
    /** 16 octets. */
    MD5("MD5", 16),
    /** 20 octets. */
    SHA1("SHA-1", 20),
    /** 32 octets. */
    SHA256("SHA-256", 32);

    private final String algorithm;
    private final int octets;

    HashDigest(String algorithm, int octets) {
        this.algorithm = algorithm;
        this.octets = octets;
    }

    /** The name by which {@link java.security.MessageDigest} knows it. */
    public String algorithm() {
        return algorithm;
    }

    /** How many octets a digest has. */
    public int octets() {
        return octets;
    }
}
