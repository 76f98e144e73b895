package io.mailseal.dnsbl;

/** A list with a key. */
final class Secrets {

    static final String KEY = "s3cretkey";

    private Secrets() {}

    static BlocklistProfile keyed() {
        return BlocklistProfile.builder("keyed", "{key}.zen.dq.example")
                .kinds(BlocklistKind.IPV4, BlocklistKind.DOMAIN)
                .code(ReturnCode.listed(CodePattern.of("127.0.0.2"), "SBL", "Sends spam.", 5))
                .code(ReturnCode.error(
                        CodePattern.of("127.255.255.254"), "OPEN", "Public resolver.", BlocklistError.OPEN_RESOLVER))
                .build();
    }
}
