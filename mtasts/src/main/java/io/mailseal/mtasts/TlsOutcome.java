package io.mailseal.mtasts;

/**
 * How TLS with a mail exchanger has gone.
 *
 * @param kind for programs
 * @param reason more about a failure, in visible ASCII; third-party text may be in it. Empty where there is nothing to say
 * @rfc 8461 4.2
 */
public record TlsOutcome(Kind kind, String reason) {

    /** What can become of it. */
    public enum Kind {
        /** TLS 1.2 or later, and a certificate for the host that is trusted and has not expired. */
        AUTHENTICATED,
        /** The host does not offer STARTTLS. */
        NOT_OFFERED,
        /** The host offers STARTTLS, and there was no connection in the end, for another reason than its certificate. */
        FAILED,
        /** The certificate is for another host. */
        HOST_MISMATCH,
        /** The certificate has expired. */
        EXPIRED,
        /** The certificate is not trusted for another reason. */
        NOT_TRUSTED
    }

    private static final int LONGEST_REASON = 200;

    /** Makes the reason visible ASCII, and cuts it where it is long. */
    public TlsOutcome {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(reason.length(), LONGEST_REASON); i++) {
            char c = reason.charAt(i);
            shown.append(c >= 0x20 && c < 0x7F ? c : '?');
        }
        reason = shown.toString();
    }

    /** The one that is in order. */
    public static TlsOutcome authenticated() {
        return new TlsOutcome(Kind.AUTHENTICATED, "");
    }

    /** The host does not offer STARTTLS. */
    public static TlsOutcome notOffered() {
        return new TlsOutcome(Kind.NOT_OFFERED, "");
    }

    /** TLS failed, for this reason; not because of the certificate. */
    public static TlsOutcome failed(String reason) {
        return new TlsOutcome(Kind.FAILED, reason);
    }

    /** Whether all is in order. */
    public boolean isAuthenticated() {
        return kind == Kind.AUTHENTICATED;
    }
}
