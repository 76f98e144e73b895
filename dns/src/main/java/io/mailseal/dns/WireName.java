package io.mailseal.dns;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * A domain name from our form into dnsjava's and back, label by label: the octets of a label are never taken for text, in
 * which a dot would divide and a backslash escape.
 *
 * @rfc 1035 3.1
 */
final class WireName {

    private WireName() {}

    static Name of(DomainName name) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (Octets label : name.labels()) {
            wire.write(label.length());
            wire.writeBytes(label.toByteArray());
        }
        wire.write(0);
        try {
            return new Name(wire.toByteArray());
        } catch (IOException impossible) {
            throw new IllegalArgumentException("no name on the wire: " + name, impossible);
        }
    }

    static DomainName toDomainName(Name name) {
        List<Octets> labels = new ArrayList<>();
        for (int i = 0; i < name.labels(); i++) {
            byte[] label = name.getLabel(i); // its length comes first; that of the root is 0
            if (label[0] != 0) {
                labels.add(Octets.of(label, 1, label[0]));
            }
        }
        return DomainName.ofLabels(labels).orElseThrow(() -> new IllegalArgumentException("no name: " + labels));
    }
}
