package io.mailseal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of a part. A byte order mark says more than the name of a character set, as it does for browsers. Text without a
 * name, with an unknown one, or said to be ASCII, is read as UTF-8, and octets that can't be that as Windows-1252: so it is
 * whatever most readers see, and nothing that is ASCII is lost.
 */
final class PartText extends Reader {

    private static final String WINDOWS_1252 = windows1252();
    private static final int CHUNK = 2048;
    private static final int AHEAD = 8192; // what decides whether something that calls itself UTF-16 can be it
    private static final int FEW = 64;
    private static final int ZEROS = 50; // one octet of so many is zero in any text of UTF-16 that has a link in it

    private final InputStream in;
    private final @Nullable Charset charset;
    private final Set<MimeAnomaly> anomalies;
    private ByteBuffer octets = ByteBuffer.allocate(CHUNK).limit(0);
    // For callers who want a few characters, so few that what stands for an octet or two has no room.
    private CharBuffer few = CharBuffer.allocate(0);
    private @Nullable CharsetDecoder decoder; // null before the first octets
    private boolean guessing;
    private boolean atEnd; // of the octets
    private boolean decodedAll;
    private boolean flushed;

    /** With the character set that it is said to be in, if any. */
    PartText(InputStream in, @Nullable Charset charset, Set<MimeAnomaly> anomalies) {
        this.in = in;
        this.charset = charset;
        this.anomalies = anomalies;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length >= FEW && !few.hasRemaining()) {
            CharBuffer decoded = CharBuffer.wrap(target, offset, length);
            decodeTo(decoded);
            int count = decoded.position() - offset;
            return count == 0 ? -1 : count;
        }
        if (!few.hasRemaining()) {
            few = few.capacity() == 0 ? CharBuffer.allocate(FEW) : few.clear();
            decodeTo(few);
            few.flip();
        }
        int count = Math.min(length, few.remaining());
        few.get(target, offset, count);
        return count == 0 && length > 0 ? -1 : count;
    }

    // At least one character, unless there are no more.
    private void decodeTo(CharBuffer decoded) throws IOException {
        int start = decoded.position();
        while (decoded.position() == start && !flushed) {
            CharsetDecoder known = decoder;
            if (known == null) {
                known = decoderByMark();
                decoder = known;
            }
            if (!decodedAll) {
                decode(known, decoded);
            }
            if (decodedAll) {
                flushed = known.flush(decoded).isUnderflow();
            }
        }
    }

    private void decode(CharsetDecoder known, CharBuffer decoded) throws IOException {
        CoderResult result = known.decode(octets, decoded, atEnd);
        while (result.isError() && decoded.remaining() >= result.length()) {
            replace(result.length(), decoded);
            result = known.decode(octets, decoded, atEnd);
        }
        // Where there was no room, the next call comes to the same place.
        if (result.isUnderflow() && atEnd) {
            decodedAll = true;
        } else if (result.isUnderflow()) {
            fill();
        }
    }

    private void replace(int length, CharBuffer decoded) {
        anomalies.add(MimeAnomaly.MALFORMED_TEXT);
        for (int i = 0; i < length; i++) {
            int octet = octets.get() & 0xFF;
            if (guessing) {
                decoded.put(WINDOWS_1252.charAt(octet));
            } else if (i == 0) {
                decoded.put('\uFFFD');
            }
        }
    }

    // The character of each octet.
    private static String windows1252() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return new String(all, CharacterSet.named("windows-1252").orElse(StandardCharsets.ISO_8859_1));
    }

    private void fill() throws IOException {
        octets.compact();
        int count = in.read(octets.array(), octets.position(), octets.remaining());
        atEnd = count < 0;
        octets.position(octets.position() + Math.max(count, 0));
        octets.flip();
    }

    private CharsetDecoder decoderByMark() throws IOException {
        lookAhead(CHUNK);
        if (mayBeUtf16()) {
            octets = ByteBuffer.allocate(AHEAD).put(octets).flip();
            lookAhead(AHEAD);
        }
        Charset marked = marked();
        Charset chosen = marked == null ? unmarked() : marked;
        return chosen.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private void lookAhead(int count) throws IOException {
        while (octets.remaining() < count && !atEnd) {
            fill();
        }
    }

    // Or UTF-32.
    private boolean mayBeUtf16() {
        return isNext(0xFE, 0xFF)
                || isNext(0xFF, 0xFE)
                || charset != null && charset.name().startsWith("UTF-16")
                || charset != null && charset.name().startsWith("UTF-32");
    }

    private @Nullable Charset marked() {
        if (isNext(0xEF, 0xBB, 0xBF)) {
            octets.position(3);
            return StandardCharsets.UTF_8;
        }
        boolean utf16 = isNext(0xFE, 0xFF) || isNext(0xFF, 0xFE);
        Charset byZeros = utf16 ? byZeros() : null;
        octets.position(byZeros == null ? 0 : 2);
        return byZeros;
    }

    // Whoever writes ASCII and calls it UTF-16 wants it to be read by those who don't care for names or marks.
    private @Nullable Charset byZeros() {
        int even = 0;
        int odd = 0;
        for (int i = octets.position(); i < octets.limit(); i++) {
            boolean zero = octets.get(i) == 0;
            even += zero && i % 2 == 0 ? 1 : 0;
            odd += zero && i % 2 == 1 ? 1 : 0;
        }
        if ((even + odd) * ZEROS < octets.remaining()) {
            anomalies.add(MimeAnomaly.MALFORMED_TEXT);
            return null;
        }
        return even > odd ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    }

    private boolean isNext(int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= octets.remaining() || (octets.get(i) & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private Charset unmarked() {
        if (charset == null || charset.equals(StandardCharsets.US_ASCII)) {
            guessing = true;
            return StandardCharsets.UTF_8;
        }
        if (charset.name().startsWith("UTF-32")) {
            return utf32(charset);
        }
        if (!charset.name().startsWith("UTF-16")) {
            return charset;
        }
        Charset order = octets.hasRemaining() ? byZeros() : charset;
        guessing = order == null;
        return order == null ? StandardCharsets.UTF_8 : order;
    }

    // Half of it is zeros, or more.
    private Charset utf32(Charset named) {
        int zeros = 0;
        for (int i = octets.position(); i < octets.limit(); i++) {
            zeros += octets.get(i) == 0 ? 1 : 0;
        }
        guessing = 2 * zeros < octets.remaining();
        if (guessing) {
            anomalies.add(MimeAnomaly.MALFORMED_TEXT);
        }
        return guessing ? StandardCharsets.UTF_8 : named;
    }

    @Override
    public void close() {
        // The stream belongs to the walk.
    }
}
