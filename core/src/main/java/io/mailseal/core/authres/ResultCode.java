package io.mailseal.core.authres;

import java.util.Optional;

/**
 * A result that is registered for at least one method.
 *
 * @rfc 8601 2.7
 */
public enum ResultCode {
    /** There was nothing to check. */
    NONE("none"),
    /** It is authentic. */
    PASS("pass"),
    /** It is not. */
    FAIL("fail"),
    /** The domain does not say that clearly (SPF). */
    SOFTFAIL("softfail"),
    /** The domain does not say (SPF), or the signature could not be processed (DKIM). */
    NEUTRAL("neutral"),
    /** Authentic, and not acceptable. */
    POLICY("policy"),
    /** Not to be known now. */
    TEMPERROR("temperror"),
    /** Not to be known at all. */
    PERMERROR("permerror"),
    /** The domain does not want it (BIMI). */
    DECLINED("declined"),
    /** It was not checked (BIMI). */
    SKIPPED("skipped");

    private final String word;

    ResultCode(String word) {
        this.word = word;
    }

    /** As it stands in the field. */
    public String word() {
        return word;
    }

    /** The one of this word; the case of letters does not matter. */
    public static Optional<ResultCode> of(String word) {
        for (ResultCode code : values()) {
            if (Keyword.areSame(code.word, word)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
