package io.mailseal.dnsbl;

/** What it means to be on a list. */
public enum BlocklistPurpose {
    /** Nothing good. */
    BLOCK(1),
    /** Something good: its listings never make a message worse. */
    ALLOW(-1),
    /** It depends on the code. */
    REPUTATION(0);

    private final double defaultWeight;

    BlocklistPurpose(double defaultWeight) {
        this.defaultWeight = defaultWeight;
    }

    double defaultWeight() {
        return defaultWeight;
    }
}
