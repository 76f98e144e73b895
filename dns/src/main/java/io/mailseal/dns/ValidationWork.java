package io.mailseal.dns;

/** The work that one answer has caused so far, and how much more it may cause. Used by one thread at a time. */
final class ValidationWork {

    private final DnssecLimits limits;
    private int verified;
    private int failed;
    private int hashed;

    ValidationWork(DnssecLimits limits) {
        this.limits = limits;
    }

    DnssecLimits limits() {
        return limits;
    }

    /** Whether one more signature may be verified; counts it if so. */
    boolean mayVerify() {
        if (verified >= limits.signatures() || failed >= limits.failedSignatures()) {
            return false;
        }
        verified++;
        return true;
    }

    /** A signature that was verified has turned out wrong. */
    void verificationFailed() {
        failed++;
    }

    /** Whether one more name may be hashed; counts it if so. */
    boolean mayHash() {
        if (hashed >= limits.nsec3Hashes()) {
            return false;
        }
        hashed++;
        return true;
    }

    /** How many signatures were verified, successfully or not. */
    int verified() {
        return verified;
    }

    /** How many names were hashed. */
    int hashed() {
        return hashed;
    }
}
