package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.dnsbl.uri.UriHost;
import io.mailseal.testkit.InMemoryDns;
import java.util.List;

/** The lists of these tests, and what they say. */
final class Lists {

    /** Listed on {@link #BLOCK} as SPAM, and on {@link #ALLOW} as GOOD. */
    static final IpAddress LISTED = IpAddress.of("44.3.2.1");

    /** Nowhere. */
    static final IpAddress CLEAN = IpAddress.of("44.3.2.2");

    /** On {@link #BLOCK}, as a dial-up user. */
    static final IpAddress DYNAMIC = IpAddress.of("44.3.2.10");

    static final IpAddress LISTED_V6 = IpAddress.of("2a00:1450::1");

    static final BlocklistProfile BLOCK = BlocklistProfile.builder("block", "bl.example")
            .kinds(BlocklistKind.IPV4, BlocklistKind.IPV6)
            .code(ReturnCode.listed(CodePattern.of("127.0.0.2"), "SPAM", "Sends spam.", 5))
            .code(ReturnCode.listed(CodePattern.of("127.0.0.10"), "DYNAMIC", "A dial-up user.", 2)
                    .forClientOnly())
            .code(ReturnCode.informational(CodePattern.of("127.0.0.9"), "SEEN", "Has been seen."))
            .code(ReturnCode.error(CodePattern.of("127.0.0.255"), "QUOTA", "Asked too often.", BlocklistError.QUOTA))
            .build();

    static final BlocklistProfile ALLOW = BlocklistProfile.builder("allow", "wl.example")
            .kinds(BlocklistKind.IPV4, BlocklistKind.DOMAIN)
            .purpose(BlocklistPurpose.ALLOW)
            .code(ReturnCode.listed(CodePattern.of("127.0.10.2"), "GOOD", "Sends no spam.", -3))
            .code(ReturnCode.error(CodePattern.of("127.0.0.255"), "BLOCKED", "Asked too often.", BlocklistError.QUOTA))
            .build();

    static final BlocklistProfile DOMAINS = BlocklistProfile.builder("domains", "dbl.example")
            .kinds(BlocklistKind.DOMAIN, BlocklistKind.URI_HOST)
            .code(ReturnCode.listed(CodePattern.of("127.0.1.2"), "SPAM", "In spam.", 4))
            .code(ReturnCode.error(
                    CodePattern.of("127.0.1.255"), "ADDRESS", "Asked about an address.", BlocklistError.WRONG_QUERY))
            .build();

    static final BlocklistProfile URIS = BlocklistProfile.builder("uris", "multi.example")
            .kinds(BlocklistKind.URI_HOST)
            .reduction(HostReduction.REGISTERED_DOMAIN)
            .numericHosts(NumericHosts.REVERSED)
            .code(ReturnCode.listed(CodePattern.of("127.0.0.&8"), "PH", "Phishing.", 5))
            .code(ReturnCode.listed(CodePattern.of("127.0.0.&64"), "ABUSE", "Spam.", 3))
            .code(ReturnCode.error(
                    CodePattern.of("127.0.0.1"), "BLOCKED", "Access is blocked.", BlocklistError.REFUSED))
            .build();

    static final BlocklistProfile DIGESTS = BlocklistProfile.builder("digests", "_email.hbl.example")
            .hash(new HashForm(HashSubject.EMAIL, HashDigest.SHA1, HashEncoding.HEX, HashedText.LOWER_CASE))
            .code(ReturnCode.listed(CodePattern.of("127.0.3.2"), "EMAIL", "In spam.", 4))
            .build();

    static final List<BlocklistProfile> ALL = List.of(BLOCK, ALLOW, DOMAINS, URIS, DIGESTS);

    static final InMemoryDns DNS = InMemoryDns.parse("""
            1.2.3.44.bl.example     A    127.0.0.2
                                    TXT  "Spam received, see https://bl.example/?44.3.2.1"
            10.2.3.44.bl.example    A    127.0.0.10
            9.2.3.44.bl.example     A    127.0.0.9
            77.2.3.44.bl.example    A    127.0.0.77
            12.2.3.44.bl.example    A    127.0.0.2
                                    A    127.0.0.10
            1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.4.1.0.0.a.2.bl.example A 127.0.0.2
            2.0.0.127.bl.example    A    127.0.0.2
            2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl.example A 127.0.0.2
            1.2.3.44.wl.example     A    127.0.10.2
                                    TXT  "good.example https://wl.example/?good"
            2.0.0.127.wl.example    A    127.0.10.2
            test.wl.example         A    127.0.10.2
            good.net.wl.example     A    127.0.10.2
            bad.net.dbl.example     A    127.0.1.2
            www.bad.net.dbl.example A    127.0.1.2
            test.dbl.example        A    127.0.1.2
            bad.net.multi.example   A    127.0.0.72
            1.2.3.44.multi.example  A    127.0.0.64
            test.multi.example      A    127.0.0.72
            """);

    private Lists() {}

    static BlocklistClient client(InMemoryDns dns) {
        return builder(dns).build();
    }

    static BlocklistClient.Builder builder(InMemoryDns dns) {
        return BlocklistClient.builder().dns(dns.sessions()).profiles(ALL);
    }

    static BlocklistResult check(InMemoryDns dns, BlocklistRequest request) {
        return client(dns).check(request);
    }

    static BlocklistCheck check(InMemoryDns dns, BlocklistProfile profile, BlocklistRequest request) {
        return BlocklistClient.builder()
                .dns(dns.sessions())
                .profile(profile)
                .build()
                .check(request)
                .checks()
                .get(0);
    }

    static BlocklistRequest ofClient(IpAddress client) {
        return BlocklistRequest.builder().client(client).build();
    }

    static BlocklistRequest ofClient(String client) {
        return ofClient(IpAddress.of(client));
    }

    static BlocklistRequest of(DomainName domain, SubjectSource source) {
        return BlocklistRequest.builder().domain(domain, source).build();
    }

    static BlocklistRequest ofHost(String host) {
        return BlocklistRequest.builder()
                .subject(new BlocklistSubject.Host(UriHost.parse(host).orElseThrow()), SubjectSource.URI)
                .build();
    }

    /** The zone of the block list with this in the place of what it says about a name. */
    static InMemoryDns saying(String record) {
        return InMemoryDns.parse(record + "\n");
    }
}
