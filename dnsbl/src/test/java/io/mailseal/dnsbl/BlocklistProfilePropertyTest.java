package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BlocklistProfilePropertyTest {

    private static final BlocklistProfile LIST = BlocklistProfile.builder("test", "bad.example.com")
            .kinds(BlocklistKind.IPV4, BlocklistKind.IPV6, BlocklistKind.DOMAIN)
            .code(ReturnCode.listed(CodePattern.of("127.0.0.2"), "X", "X.", 1))
            .build();

    private static IpAddress code(int b, int c, int d) {
        return IpAddress.ofBytes((byte) 127, (byte) b, (byte) c, (byte) d);
    }

    @Property
    @Label("DBL_04 a mask is all of its bits")
    void masks(@ForAll @IntRange(min = 1, max = 255) int mask, @ForAll @IntRange(min = 0, max = 255) int octet) {
        assertThat(CodePattern.of("127.0.0.&" + mask).matches(code(0, 0, octet)))
                .isEqualTo((octet & mask) == mask);
    }

    @Property
    @Label("DBL_04 a range is all from its first to its last, in whichever octet")
    void ranges(
            @ForAll @IntRange(min = 1, max = 3) int index,
            @ForAll @IntRange(min = 0, max = 254) int low,
            @ForAll @IntRange(min = 0, max = 255) int high,
            @ForAll @IntRange(min = 0, max = 255) int octet) {
        List<String> texts = new ArrayList<>(List.of("127", "*", "*", "*"));
        texts.set(index, low + "-" + high);
        int[] octets = {1, 1, 1};
        octets[index - 1] = octet;
        IpAddress address = code(octets[0], octets[1], octets[2]);
        assertThat(CodePattern.parse(String.join(".", texts))
                        .map(pattern -> pattern.matches(address))
                        .orElse(false))
                .isEqualTo(low < high && low <= octet && octet <= high);
    }

    @Property
    @Label("DBL_04 a pattern reads as it is written")
    void roundTrip(@ForAll String text) {
        CodePattern.parse(text)
                .ifPresent(pattern ->
                        assertThat(CodePattern.parse(pattern.toString())).contains(pattern));
    }

    @Property
    @Label("DBL_04 the same addresses mean the same, in any order and any number")
    void order(@ForAll @Size(max = 6) List<@IntRange(min = 0, max = 255) Integer> lasts, @ForAll Random random) {
        BlocklistProfile surbl = BlocklistProfiles.named("surbl-multi").orElseThrow();
        List<IpAddress> addresses = new ArrayList<>();
        lasts.forEach(last -> addresses.add(code(0, 0, last)));
        String meaning = surbl.interpret(addresses).toString();
        addresses.addAll(List.copyOf(addresses));
        Collections.shuffle(addresses, random);
        assertThat(surbl.interpret(addresses)).hasToString(meaning);
    }

    @Property
    @Label("DBL_03 T90 T91 no address outside of 127/8, and none in 127.255.255/24, is ever a listing of any list")
    void neverListed(@ForAll @Size(4) byte[] octets, @ForAll boolean error) {
        byte[] changed = octets.clone();
        if (error) {
            changed[0] = 127;
            changed[1] = (byte) 255;
            changed[2] = (byte) 255;
        }
        IpAddress address = IpAddress.ofBytes(changed);
        for (BlocklistProfile ready : BlocklistProfiles.ready()) {
            Interpretation meaning = ready.interpret(List.of(code(0, 0, 2), code(0, 1, 2), address));
            assertThat(meaning.isListed() && (error || changed[0] != 127)).isFalse();
            assertThat(meaning.error().isPresent() && meaning.isListed()).isFalse();
        }
    }

    @Property
    @Label("DBL_01 DBL_07 the name of an address is it reversed, and is there for all but special ones")
    void ipv4(@ForAll @Size(4) byte[] octets) {
        IpAddress address = IpAddress.ofBytes(octets);
        assertAsked(address, 4);
    }

    @Property
    @Label("DBL_01 PIT_62 the name of an IPv6 address has 32 nibbles before the zone")
    void ipv6(@ForAll @ByteRange(min = 0x20, max = 0x3F) byte first, @ForAll @Size(15) byte[] rest) {
        byte[] octets = new byte[16];
        octets[0] = first;
        System.arraycopy(rest, 0, octets, 1, 15);
        assertAsked(IpAddress.ofBytes(octets), 32);
    }

    private static void assertAsked(IpAddress address, int labels) {
        ListQuery query = LIST.query(address);
        if (SpecialAddresses.contains(address)) {
            assertThat(query.reason()).contains(NotAsked.SPECIAL_ADDRESS);
            return;
        }
        DomainName name = query.name().orElseThrow();
        assertThat(name.labelCount()).isEqualTo(labels + 3);
        assertThat(name).hasToString(address.toReversedLabels() + ".bad.example.com");
        assertThat(query.shown()).contains(name);
    }

    @Property
    @Label("DBL_01 DBL_14 whatever octets a name has, it is asked for whole or not at all")
    void names(@ForAll @Size(max = 8) List<@Size(min = 1, max = 63) byte[]> labels) {
        DomainName subject =
                DomainName.ofLabels(labels.stream().map(Octets::of).toList()).orElse(DomainName.ROOT);
        ListQuery query = LIST.queryDomain(subject);
        assertThat(query.name().isPresent()).isNotEqualTo(query.reason().isPresent());
        query.name()
                .ifPresent(name -> assertThat(name.labels().subList(0, subject.labelCount()))
                        .isEqualTo(subject.labels()));
    }

    @Property
    @Label("DBL_11 texts of any kind have a digest or none, and the label of one is a label")
    void digests(@ForAll String text) {
        for (HashedText how : HashedText.values()) {
            HashForm form = new HashForm(HashSubject.EMAIL, HashDigest.SHA256, HashEncoding.BASE32, how);
            form.labelOf(text).ifPresent(label -> assertThat(label).hasSize(52).matches("[a-z2-7]+"));
        }
    }
}
