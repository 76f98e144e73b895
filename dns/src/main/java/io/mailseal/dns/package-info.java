/**
 * Answers from real name servers. Whether mail is genuine is decided by records in the DNS, so every protocol here needs
 * somebody who asks for them: with a time limit, again when a packet was lost, over TCP when an answer is large, and
 * remembering each answer for as long as its owner allows.
 *
 * <p>Start with {@link io.mailseal.dns.DnsClient}. One serves a whole application; sessions and the façades of the
 * protocols take it wherever they want a {@link io.mailseal.core.dns.DnsResolver}:
 *
 * <pre>{@code
 * try (DnsClient client = DnsClient.system();
 *         DnsSession session = DnsSessions.over(client).open()) {
 *     DnsQuestion question = DnsQuestion.mx(DomainName.of("example.com"));
 *     DnsAnswer answer = session.evaluate(dns -> dns.get(question));
 *     System.out.println(answer);
 * }
 * }</pre>
 *
 * <p>The client sends questions to recursive name servers, the ones an administrator would write into
 * {@code /etc/resolv.conf}; it does not walk down from the root itself. Whether an answer is genuine it can find out by
 * itself, from signatures that lead down from the keys of the root zone:
 *
 * <pre>{@code
 * DnsClient client = DnsClient.builder()
 *         .systemServers()
 *         .validating(TrustAnchors.iana())
 *         .build();
 * DnsAnswer answer = client.resolve(DnsQuestion.mx(DomainName.of("example.com"))).join();
 * boolean proven = answer.security() == DnsSecurity.SECURE;
 * }</pre>
 *
 * <p>An answer is then {@link io.mailseal.core.dns.DnsSecurity#SECURE} or proven to be in a zone that is not signed,
 * {@link io.mailseal.core.dns.DnsSecurity#INSECURE}; what is forged, or could not be proven either way, is a failure and never
 * an absent record. {@link io.mailseal.dns.DnsClient#prove} shows the chain from the trust anchor to the answer, or to where
 * it breaks.
 *
 * <p>A client may be used by several threads. No parameter or result is null. What DNS has to say, failures included, is an
 * answer; exceptions are for mistakes in calling. A future may be cancelled by the one who asked, which disturbs nobody
 * else.
 */
@NullMarked
package io.mailseal.dns;

import org.jspecify.annotations.NullMarked;
