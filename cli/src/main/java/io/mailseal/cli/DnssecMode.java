package io.mailseal.cli;

/** Who is believed about DNSSEC. */
enum DnssecMode {
    /** Nobody but our own proof. */
    VALIDATING("validated here, from the trust anchors down"),
    /** The name servers, which have to validate. */
    TRUSTING("as the name servers say, by the AD bit"),
    /** Nobody was asked. */
    NONE("nobody checked; --validate does"),
    /** The zone file that answers. */
    ZONE_FILE("as the zone file says");

    private final String sentence;

    DnssecMode(String sentence) {
        this.sentence = sentence;
    }

    /** For people: a clause without capital and full stop. */
    String sentence() {
        return sentence;
    }
}
