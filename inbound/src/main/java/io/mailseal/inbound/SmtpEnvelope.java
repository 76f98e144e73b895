package io.mailseal.inbound;

import io.mailseal.core.IpAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What SMTP told about a message before its first header field.
 *
 * @rfc 5321 2.3.1
 */
public final class SmtpEnvelope {

    private static final SmtpEnvelope UNKNOWN = new SmtpEnvelope(null, "", "");

    private final @Nullable IpAddress client;
    private final String helo;
    private final String mailFrom;

    private SmtpEnvelope(@Nullable IpAddress client, String helo, String mailFrom) {
        this.client = client;
        this.helo = helo;
        this.mailFrom = mailFrom;
    }

    /**
     * The envelope of a message that came by SMTP.
     *
     * @param client the address of the client
     * @param helo the argument of its HELO or EHLO, as it was sent
     * @param mailFrom the reverse-path without its angle brackets; empty for the null reverse-path
     */
    public static SmtpEnvelope of(IpAddress client, String helo, String mailFrom) {
        return new SmtpEnvelope(
                Objects.requireNonNull(client, "client"),
                Objects.requireNonNull(helo, "helo"),
                Objects.requireNonNull(mailFrom, "mailFrom"));
    }

    /** A message whose way is not known, such as one from a file. SPF is not evaluated for it. */
    public static SmtpEnvelope unknown() {
        return UNKNOWN;
    }

    /** The address of the client. */
    public Optional<IpAddress> client() {
        return Optional.ofNullable(client);
    }

    /** The argument of HELO or EHLO; empty if it is not known. */
    public String helo() {
        return helo;
    }

    /** The reverse-path without its angle brackets; empty for the null reverse-path. */
    public String mailFrom() {
        return mailFrom;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SmtpEnvelope that
                && Objects.equals(client, that.client)
                && helo.equals(that.helo)
                && mailFrom.equals(that.mailFrom);
    }

    @Override
    public int hashCode() {
        return Objects.hash(client, helo, mailFrom);
    }

    /** For people; what the client sent is in it. */
    @Override
    public String toString() {
        return client == null ? "unknown envelope" : "<" + mailFrom + "> from " + client + " (" + helo + ")";
    }
}
