package io.mailseal.dnsbl;

/**
 * What the allow lists of a {@link DnswlMethod} say: a type of its own, so that it is not taken for the finding of a {@link
 * BlocklistMethod} that joined the same server.
 *
 * @param result what each of them says about the client
 */
public record DnswlFinding(BlocklistResult result) {}
