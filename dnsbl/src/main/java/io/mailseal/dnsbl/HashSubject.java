package io.mailseal.dnsbl;

/** What a list of digests holds digests of. */
public enum HashSubject {
    /** E-mail addresses. */
    EMAIL,
    /** Files, such as attachments: their octets after transfer decoding. */
    FILE,
    /** The addresses of wallets of cryptocurrencies. */
    WALLET,
    /** URLs. */
    URL
}
