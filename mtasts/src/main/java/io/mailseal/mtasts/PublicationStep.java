package io.mailseal.mtasts;

import java.time.Duration;

/**
 * One step of whoever publishes a policy.
 *
 * @param kind what is to be done
 * @param place the URL of the policy, or the name of the record; empty where the step is to wait
 * @param text the file, or the text of the record; empty where nothing is written
 * @param duration how long, at the least; zero where the step is not to wait
 * @param reason a sentence for people: why now
 */
public record PublicationStep(Kind kind, String place, String text, Duration duration, String reason) {

    /** What there is to be done. */
    public enum Kind {
        /** Serve this file, as text/plain. */
        SERVE_POLICY,
        /** Publish this text record, instead of the one before. */
        PUBLISH_RECORD,
        /** Wait, and change nothing meanwhile. */
        WAIT,
        /** Remove the text record. */
        REMOVE_RECORD,
        /** Serve no policy any more. */
        REMOVE_POLICY
    }
}
