package io.mailseal.inbound;

/**
 * Is told of every message that was authenticated, for an audit trail or a SIEM:
 *
 * <pre>{@code
 * InboundAuthenticator.builder().resolver(dns).listener(event -> log.info(event.toJson()))
 * }</pre>
 *
 * <p>Thread-safe. It is called before anybody sees the result, by the thread that came to it, so it is quick, or hands the
 * event on. What it throws is dropped, and changes nothing.
 */
@FunctionalInterface
public interface InboundListener {

    /**
     * A message was authenticated. (Not: one that was given up before, or failed by a bug. One that is given up in the very
     * moment in which its result comes may be told of.)
     */
    void authenticated(InboundEvent event);
}
