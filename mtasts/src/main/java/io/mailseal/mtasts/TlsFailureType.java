package io.mailseal.mtasts;

/**
 * What went wrong, in the vocabulary of TLS reports.
 *
 * @rfc 8460 4.3
 */
public enum TlsFailureType {
    /** The mail exchanger does not offer STARTTLS. */
    STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
    /** Its certificate is for another name. */
    CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
    /** Its certificate has expired. */
    CERTIFICATE_EXPIRED("certificate-expired"),
    /** Its certificate is not to be trusted for another reason. */
    CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
    /** Anything else. */
    VALIDATION_FAILURE("validation-failure"),
    /** DANE: the TLSA records are of no use. */
    TLSA_INVALID("tlsa-invalid"),
    /** DANE: DNSSEC did not validate. */
    DNSSEC_INVALID("dnssec-invalid"),
    /** DANE: it was required, and there were no records. */
    DANE_REQUIRED("dane-required"),
    /** The policy could not be had. */
    STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
    /** The policy is no policy. */
    STS_POLICY_INVALID("sts-policy-invalid"),
    /** The certificate of the policy host is not to be trusted. */
    STS_WEBPKI_INVALID("sts-webpki-invalid");

    private final String word;

    TlsFailureType(String word) {
        this.word = word;
    }

    /** As it stands in a report: the {@code result-type}. */
    public String word() {
        return word;
    }
}
