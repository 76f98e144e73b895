/**
 * MTA-STS (RFC 8461): mail for a domain over authenticated TLS, or not at all.
 *
 * <p>SMTP encrypts if both sides happen to want it, and asks nobody for a passport. Whoever sits between two mail servers can
 * cut out the offer of TLS, or lead the sender to a host of his own by a forged MX record. The owner of a domain can forbid
 * that: a text record in DNS says that there is a policy, a web server of the domain serves it over HTTPS, and it names the
 * hosts that take mail for the domain. A sender who has once seen the policy keeps it for its {@code max_age}, and until then
 * delivers only to those hosts, only over TLS, and only to a host whose certificate is in order.
 *
 * <p>Everything rests on that memory, so no failure may shorten it: whatever goes wrong with DNS, HTTPS or the new policy,
 * the one that was kept stays in force until it expires.
 *
 * <p>Senders start with {@link io.mailseal.mtasts.MtaStsCache}, which finds and keeps policies, and
 * {@link io.mailseal.mtasts.MtaStsDelivery}, which says of each mail exchanger what to do:
 *
 * <pre>{@code
 * MtaStsFetcher fetcher = MtaStsFetcher.builder().resolver(dns).build();
 * MtaStsCache policies = MtaStsCache.builder().fetcher(fetcher).build();
 *
 * MtaStsDelivery delivery = MtaStsDelivery.of(policies.discover(DomainName.of("example.com")));
 * for (DomainName mx : exchangersByPreference) {
 *     if (!delivery.candidate(mx).action().delivers()) { continue; }
 *     MxHandshake handshake = delivery.handshake(mx, CertificateTrust.system());
 *     // connect, STARTTLS with handshake.sslContext() and handshake.sslParameters(), then:
 *     MxDecision decision = delivery.candidate(mx, handshake.outcome());
 * }
 * }</pre>
 *
 * <p>Who publishes a policy starts with {@link io.mailseal.mtasts.MtaStsPolicy}, {@link io.mailseal.mtasts.MtaStsRecord} and
 * {@link io.mailseal.mtasts.MtaStsPublication}.
 *
 * <p>Everything here may be shared between threads, but for builders and {@link io.mailseal.mtasts.MxHandshake}, of which
 * each connection has its own. No parameter or result is null. What comes from DNS or from a web server never makes anything
 * throw: it becomes a result. Cancelling a future, or interrupting the thread of a blocking twin, takes back the question or
 * the connection under way, unless somebody else waits for it, too.
 */
@NullMarked
package io.mailseal.mtasts;

import org.jspecify.annotations.NullMarked;
