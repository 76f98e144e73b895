package io.mailseal.spf;

import io.mailseal.core.IpAddress;

/**
 * What SPF is asked: may this client use this identity? A value with equality.
 *
 * <p>HELO name and reverse-path are taken as the client sent them, decoded from UTF-8 where SMTPUTF8 was negotiated;
 * they may be anything. An identity without a domain name that could be asked is {@link SpfStatus#NONE}.
 *
 * @rfc 7208 4.1
 */
public sealed interface SpfRequest permits ClaimedIdentity {

    /** The address that the client came from; an IPv4-mapped one is treated as IPv4 (§5). */
    IpAddress client();

    /** The argument of the last HELO or EHLO; empty if there was none. */
    String helo();

    /** The reverse-path without its angle brackets; empty for the null reverse-path, or when HELO is checked. */
    String mailFrom();

    /** Which of the two is checked. */
    SpfIdentity identity();

    /**
     * Checks the sender of the envelope.
     *
     * @param helo the argument of the last HELO or EHLO; empty if there was none
     * @param mailFrom the reverse-path without its angle brackets, {@code alice@example.com}; empty for {@code
     *     <>}. Only SMTP's grammar is understood; what is malformed is not taken for empty
     * @rfc 7208 2.4
     */
    static SpfRequest mailFrom(IpAddress client, String helo, String mailFrom) {
        return new ClaimedIdentity(client, helo, mailFrom, SpfIdentity.MAIL_FROM);
    }

    /**
     * Checks the HELO name.
     *
     * @rfc 7208 2.3
     */
    static SpfRequest helo(IpAddress client, String helo) {
        return new ClaimedIdentity(client, helo, "", SpfIdentity.HELO);
    }
}
