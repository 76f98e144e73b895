package io.mailseal.mtasts;

/**
 * One failure for a TLS report.
 *
 * @param type the {@code result-type}
 * @param reasonCode the {@code failure-reason-code}: more about it, in visible ASCII; third-party text may be in it
 * @rfc 8460 4.4
 */
public record TlsFailure(TlsFailureType type, String reasonCode) {}
