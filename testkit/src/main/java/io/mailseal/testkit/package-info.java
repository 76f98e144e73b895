/**
 * DNS and time for tests: a name server that lives in the test's own text, breaks where it is told to, and remembers
 * what it was asked, and a clock that moves only when the test says so. With them a test of mail authentication needs
 * no network, no sleep and no luck, also where it is about time-outs.
 *
 * <p>Start with {@link io.mailseal.testkit.InMemoryDns}:
 *
 * <pre>{@code
 * VirtualClock clock = new VirtualClock();
 * InMemoryDns dns = InMemoryDns.parse("""
 *         $SECURITY a.example SECURE
 *         a.example       TXT "v=spf1 include:b.example -all"
 *         $FAULT b.example TXT SERVFAIL
 *         """)
 *     .withClock(clock)
 *     .withLatency(Duration.ofMillis(20));
 *
 * try (DnsSession session = dns.sessions().open()) {
 *     DnsAnswer answer = session.evaluate(view -> view.get(DnsQuestion.txt(DomainName.of("b.example"))));
 *     // FAILED after 20 virtual milliseconds; dns.log() says what was asked, when, and in which round
 * }
 * }</pre>
 *
 * <p>{@link io.mailseal.testkit.VirtualClock} is the time, {@link io.mailseal.testkit.TestMessage} makes messages, and
 * {@link io.mailseal.testkit.CompleteDnsView} runs rules without a session. Everything here may be used by several
 * threads, but tests are deterministic only as long as they stay on one. No parameter or result is null.
 */
@NullMarked
package io.mailseal.testkit;

import org.jspecify.annotations.NullMarked;
