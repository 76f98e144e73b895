package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xbill.DNS.Name;

class WireNameTest {

    @Provide
    Arbitrary<List<byte[]>> labels() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(63)
                .list()
                .ofMaxSize(20);
    }

    @Property
    void thereAndBack(@ForAll("labels") List<byte[]> labels) {
        var name = DomainName.ofLabels(labels.stream().map(Octets::of).toList());
        Assume.that(name.isPresent());
        Name wire = WireName.of(name.get());
        assertThat(wire.isAbsolute()).isTrue();
        assertThat(wire.labels()).isEqualTo(name.get().labelCount() + 1);
        assertThat(WireName.toDomainName(wire)).isEqualTo(name.get());
    }

    @Example
    void theRoot() {
        assertThat(WireName.of(DomainName.ROOT)).isEqualTo(Name.root);
        assertThat(WireName.toDomainName(Name.root)).isEqualTo(DomainName.ROOT);
    }

    @Example
    void theLongest() {
        String label = "x".repeat(63) + ".";
        DomainName longest = DomainName.of(label.repeat(3) + "x".repeat(61));
        assertThat(WireName.of(longest).length()).isEqualTo((short) 255);
        assertThat(WireName.toDomainName(WireName.of(longest))).isEqualTo(longest);
    }
}
