package io.mailseal.dmarc;

import java.util.Locale;
import java.util.Optional;

/**
 * What a domain owner would like to happen to mail that fails, from the mildest to the strictest.
 *
 * @rfc 9989 4.7
 */
public enum DmarcPolicy {
    /** No preference. */
    NONE("none"),
    /** Such mail is suspicious. */
    QUARANTINE("quarantine"),
    /** Such mail is not valid. */
    REJECT("reject");

    private final String word;

    DmarcPolicy(String word) {
        this.word = word;
    }

    /** The word in a record. */
    public String word() {
        return word;
    }

    /** Reads the word; case does not matter. */
    static Optional<DmarcPolicy> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (DmarcPolicy policy : values()) {
            if (policy.word.equals(lower)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    /** One level lower, as a record in test mode asks for; below NONE is NONE. */
    DmarcPolicy oneLower() {
        return this == REJECT ? QUARANTINE : NONE;
    }
}
