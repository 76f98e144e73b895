package io.mailseal.mtasts;

/**
 * What to do with a mail exchanger, or a message.
 *
 * @rfc 8461 5
 */
public enum DeliveryAction {
    /** Deliver. */
    ALLOW(true),
    /** Deliver, although it is not as the policy says, and tell the domain in a TLS report. */
    ALLOW_AND_REPORT(true),
    /** Treat this host as one that can't be reached, and go on with the next (§8.4); tell the domain. */
    SKIP_MX(false),
    /** Try the message again later. */
    DEFER(false);

    private final boolean delivers;

    DeliveryAction(boolean delivers) {
        this.delivers = delivers;
    }

    /** Whether mail may go to the host. */
    public boolean delivers() {
        return delivers;
    }
}
