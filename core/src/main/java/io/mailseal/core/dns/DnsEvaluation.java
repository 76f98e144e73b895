package io.mailseal.core.dns;

/**
 * The rules of a protocol, as a pure function of the DNS answers known so far. It runs from the top again whenever answers
 * that it lacked have come, until it gets to its end. So it reads no clock, draws no lot, does no I/O, changes nothing
 * outside of itself, and does not catch what {@link DnsView} throws.
 *
 * <p>A record that implements it can be a part of {@link DnsView#join}.
 *
 * @param <R> the result, never null
 */
@FunctionalInterface
public interface DnsEvaluation<R> {

    /** Runs the rules, as far as the answers reach. */
    R evaluate(DnsView dns);
}
