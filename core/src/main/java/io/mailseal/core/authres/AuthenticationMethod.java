package io.mailseal.core.authres;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A method that we know, in its version 1, and the results that are registered for it. More may be added.
 *
 * @rfc 8601 2.7
 */
public enum AuthenticationMethod {
    /**
     * The client logged in (RFC 4954).
     *
     * @rfc 8601 2.7.4
     */
    AUTH("auth", ResultCode.NONE, ResultCode.PASS, ResultCode.FAIL, ResultCode.TEMPERROR, ResultCode.PERMERROR),
    /**
     * One signature of a domain.
     *
     * @rfc 8601 2.7.1
     */
    DKIM(
            "dkim",
            ResultCode.NONE,
            ResultCode.PASS,
            ResultCode.FAIL,
            ResultCode.POLICY,
            ResultCode.NEUTRAL,
            ResultCode.TEMPERROR,
            ResultCode.PERMERROR),
    /**
     * The address of the client, for the domain of the envelope.
     *
     * @rfc 8601 2.7.2
     */
    SPF(
            "spf",
            ResultCode.NONE,
            ResultCode.PASS,
            ResultCode.FAIL,
            ResultCode.SOFTFAIL,
            ResultCode.POLICY,
            ResultCode.NEUTRAL,
            ResultCode.TEMPERROR,
            ResultCode.PERMERROR),
    /** The domain of the author (RFC 9989 §9.2). */
    DMARC("dmarc", ResultCode.NONE, ResultCode.PASS, ResultCode.FAIL, ResultCode.TEMPERROR, ResultCode.PERMERROR),
    /** The chain of those who passed the message on (RFC 8617 §10.1). */
    ARC("arc", ResultCode.NONE, ResultCode.PASS, ResultCode.FAIL),
    /**
     * The address of the client and its name agree. There is no {@code none}.
     *
     * @rfc 8601 2.7.3
     */
    IPREV("iprev", ResultCode.PASS, ResultCode.FAIL, ResultCode.TEMPERROR, ResultCode.PERMERROR),
    /**
     * The client is on a list of good ones.
     *
     * @rfc 8904 4.3
     */
    DNSWL("dnswl", ResultCode.NONE, ResultCode.PASS, ResultCode.TEMPERROR, ResultCode.PERMERROR),
    /** The logo of the domain (a draft). */
    BIMI(
            "bimi",
            ResultCode.NONE,
            ResultCode.PASS,
            ResultCode.FAIL,
            ResultCode.TEMPERROR,
            ResultCode.DECLINED,
            ResultCode.SKIPPED),
    /**
     * Somebody else vouches for the domain.
     *
     * @rfc 6212 4
     */
    VBR("vbr", ResultCode.NONE, ResultCode.PASS, ResultCode.FAIL, ResultCode.TEMPERROR, ResultCode.PERMERROR),
    /**
     * The signer may sign for the domain of the author.
     *
     * @rfc 6541 8.3
     */
    DKIM_ATPS(
            "dkim-atps", ResultCode.NONE, ResultCode.PASS, ResultCode.FAIL, ResultCode.TEMPERROR, ResultCode.PERMERROR);

    private static final int VERSION = 1;

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // it can't be changed: an unmodifiable view of what nobody else has
    private final Set<ResultCode> results;

    AuthenticationMethod(String word, ResultCode first, ResultCode... others) {
        this.word = word;
        this.results = Collections.unmodifiableSet(EnumSet.of(first, others));
    }

    /** As it stands in the field. */
    public String word() {
        return word;
    }

    /** What it can result in. */
    public Set<ResultCode> results() {
        return results;
    }

    /** The one of this word; the case of letters does not matter. */
    public static Optional<AuthenticationMethod> of(String word) {
        for (AuthenticationMethod method : values()) {
            if (Keyword.areSame(method.word, word)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    boolean knows(int version) {
        return version == VERSION;
    }

    Optional<ResultCode> result(String resultWord) {
        return ResultCode.of(resultWord).filter(results::contains);
    }
}
