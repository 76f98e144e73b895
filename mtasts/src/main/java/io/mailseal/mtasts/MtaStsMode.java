package io.mailseal.mtasts;

import java.util.Optional;

/**
 * What a policy asks for where mail can't be delivered as it says.
 *
 * @rfc 8461 5
 */
public enum MtaStsMode {
    /** It must not be delivered to that host. */
    ENFORCE("enforce"),
    /** It may be delivered all the same, but the owner of the domain wants to hear of it. */
    TESTING("testing"),
    /** As if there were no policy: the domain is about to give up MTA-STS. */
    NONE("none");

    private final String word;

    MtaStsMode(String word) {
        this.word = word;
    }

    /** As it stands in a policy. */
    public String word() {
        return word;
    }

    /** The mode of exactly this word: upper case is another one. */
    public static Optional<MtaStsMode> parse(String word) {
        for (MtaStsMode mode : values()) {
            if (mode.word.equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
