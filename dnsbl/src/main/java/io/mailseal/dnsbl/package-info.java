/**
 * DNS blocklists and allow lists. Many operators publish, as a DNS zone, which addresses send spam, which domains are used in
 * it, or which senders are good. A mail server asks them while a message comes in. Their answers are addresses within
 * 127.0.0.0/8 that each list gives a meaning of its own, among them "you ask too often" and "you ask by the wrong way"; and lists
 * come to an end, sometimes by listing the whole Internet. So here an answer counts only if the profile of the list says what it
 * means, and only as long as the list does not list what it says it never lists. A list that is broken, slow or unwilling blocks
 * nothing.
 *
 * <p>Start with {@link io.mailseal.dnsbl.BlocklistClient}, give it some of the {@link io.mailseal.dnsbl.BlocklistProfiles}, and
 * look at a {@link io.mailseal.dnsbl.BlocklistResult}:
 *
 * <pre>{@code
 * BlocklistClient client = BlocklistClient.builder()
 *         .resolver(dns)
 *         .profile(BlocklistProfiles.named("spamhaus-zen").orElseThrow())
 *         .profile(BlocklistProfiles.named("dnswl").orElseThrow())
 *         .build();
 * BlocklistResult result = client.check(BlocklistRequest.builder()
 *         .client(IpAddress.of("203.0.113.7"))
 *         .helo("mail.example.com")
 *         .header(message.header())
 *         .uris(extraction)
 *         .build());
 * if (result.score().total() >= 5) {
 *     log.info(result.explanation());
 * }
 * }</pre>
 *
 * <p>Only lists that were given are asked, since most have terms of use. {@link io.mailseal.dnsbl.DnswlMethod} and
 * {@link io.mailseal.dnsbl.BlocklistMethod} join an inbound server.
 *
 * <p>Clients are thread-safe; requests, results and profiles are immutable values. Cancelling a future takes back the questions.
 * No parameter or result is null. The key of a list that wants one is in questions to DNS and nowhere else.
 */
@NullMarked
package io.mailseal.dnsbl;

import org.jspecify.annotations.NullMarked;
