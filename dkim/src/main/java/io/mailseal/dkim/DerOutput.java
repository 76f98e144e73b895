package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes the little of DER that keys are made of. */
final class DerOutput {

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    /** Adds an element. */
    DerOutput add(int tag, byte[] content) {
        octets.write(tag);
        writeLength(content.length);
        octets.writeBytes(content);
        return this;
    }

    /** Adds an element that holds others. */
    DerOutput add(int tag, DerOutput content) {
        return add(tag, content.octets.toByteArray());
    }

    DerOutput add(int tag, Octets content) {
        return add(tag, content.toByteArray());
    }

    DerOutput add(BigInteger number) {
        return add(DerInput.INTEGER, number.toByteArray());
    }

    private void writeLength(int length) {
        if (length < 0x80) {
            octets.write(length);
        } else if (length < 0x100) {
            octets.write(0x81);
            octets.write(length);
        } else {
            octets.write(0x82);
            octets.write(length >> 8);
            octets.write(length);
        }
    }

    byte[] toByteArray() {
        return octets.toByteArray();
    }

    Octets toOctets() {
        return Octets.of(octets.toByteArray());
    }
}
