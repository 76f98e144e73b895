package io.mailseal.dkim;

import java.util.Optional;

/**
 * What may happen to a message on its way without breaking its signature.
 *
 * @rfc 6376 3.4
 */
public enum DkimCanonicalization {
    /** Almost nothing. */
    SIMPLE("simple"),
    /** White space may be changed, and fields folded. */
    RELAXED("relaxed");

    private final String word;

    DkimCanonicalization(String word) {
        this.word = word;
    }

    /** As in the tag {@code c=} of a signature. */
    public String word() {
        return word;
    }

    static Optional<DkimCanonicalization> parse(String word) {
        for (DkimCanonicalization canonicalization : values()) {
            if (canonicalization.word.equals(word)) {
                return Optional.of(canonicalization);
            }
        }
        return Optional.empty();
    }
}
