package io.mailseal.mtasts;

import java.util.List;

/**
 * What to do with one mail exchanger, and why.
 *
 * @param action what
 * @param failures what is to be reported, for this host; empty where all is in order
 * @param explanation a sentence for people, in visible ASCII; third-party text is in it
 */
public record MxDecision(DeliveryAction action, List<TlsFailure> failures, String explanation) {

    /** Copies. */
    public MxDecision {
        failures = List.copyOf(failures);
    }

    static MxDecision allowed(String explanation) {
        return new MxDecision(DeliveryAction.ALLOW, List.of(), explanation);
    }
}
