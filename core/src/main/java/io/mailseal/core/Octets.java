package io.mailseal.core;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A sequence of octets that never changes: what a TXT record, a header field or a key holds before anyone has said what
 * it means. Unlike {@code byte[]} it has equality by content, and it can be a component of a record.
 */
public final class Octets implements Comparable<Octets> {

    /** No octets at all. */
    public static final Octets EMPTY = new Octets(new byte[0], 0, 0);

    // A slice shares the array of what it is a slice of.
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private int hash; // 0 while nobody has asked; as with String, a race only means to count twice

    private Octets(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** Copies the array. */
    public static Octets of(byte... bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Copies {@code length} octets of the array, from {@code offset} on. */
    public static Octets of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? EMPTY : new Octets(Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
    }

    /**
     * Each character as the octet of that number.
     *
     * @throws IllegalArgumentException for a character above U+00FF
     */
    public static Octets ofLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                throw new IllegalArgumentException("no octet: U+" + Integer.toHexString(text.charAt(i)) + " at " + i);
            }
        }
        return of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The octets of the text in UTF-8. */
    public static Octets ofUtf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many octets. */
    public int length() {
        return length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * The octet at this place, as a number from 0 to 255.
     *
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public int at(int index) {
        return bytes[offset + Objects.checkIndex(index, length)] & 0xFF;
    }

    /** The octets from {@code from} (inclusive) to {@code to} (exclusive), without a copy. */
    public Octets slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return from == to ? EMPTY : new Octets(bytes, offset + from, to - from);
    }

    /** The same octets, keeping no others alive: a copy, if this is a slice of a larger whole. */
    public Octets compact() {
        return length == bytes.length ? this : of(bytes, offset, length);
    }

    /** A copy as an array. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /**
     * Copies them all into an array, from {@code at} on.
     *
     * @throws IndexOutOfBoundsException if they don't fit
     */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, offset, target, at, length);
    }

    /** A read-only view, without a copy. */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer();
    }

    /** Writes them all. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, offset, length);
    }

    /** Each octet as the character of that number: loses nothing, means nothing. */
    public String toLatin1() {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** Read as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String toUtf8() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    /** Whether every octet is below 128. */
    public boolean isAscii() {
        for (int i = 0; i < length; i++) {
            if (bytes[offset + i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** By the first octet that differs, as unsigned numbers; a prefix comes first. */
    @Override
    public int compareTo(Octets other) {
        return Arrays.compareUnsigned(
                bytes, offset, offset + length, other.bytes, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Octets that
                        && Arrays.equals(
                                bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0 && length > 0) {
            for (int i = offset; i < offset + length; i++) {
                known = 31 * known + bytes[i];
            }
            hash = known;
        }
        return known;
    }

    /** For people: printable ASCII as it is, anything else as {@code \xNN}; at most 256 octets are shown. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(length, 256); i++) {
            int octet = at(i);
            if (octet >= 0x20 && octet < 0x7F && octet != '\\') {
                text.append((char) octet);
            } else {
                text.append("\\x").append(HexFormat.of().toHexDigits((byte) octet));
            }
        }
        return length > 256 ? text + "... (" + length + " octets)" : text.toString();
    }
}
