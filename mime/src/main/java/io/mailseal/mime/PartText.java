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
    private static final int CHUNK = 8192;
    private static final int MARK = 3; // octets in which a byte order mark would be seen

    private final InputStream in;
    private final @Nullable Charset charset;
    private final Set<MimeAnomaly> anomalies;
    private final ByteBuffer octets = ByteBuffer.allocate(CHUNK).limit(0);
    private final CharBuffer decoded = CharBuffer.allocate(CHUNK).limit(0);
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
        while (!decoded.hasRemaining() && !flushed) {
            decodeMore();
        }
        if (length > 0 && !decoded.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, decoded.remaining());
        decoded.get(target, offset, count);
        return count;
    }

    private void decodeMore() throws IOException {
        CharsetDecoder known = decoder;
        if (known == null) {
            known = decoderByMark();
            decoder = known;
        }
        decoded.clear();
        if (!decodedAll) {
            decode(known);
        }
        if (decodedAll) {
            flushed = known.flush(decoded).isUnderflow();
        }
        decoded.flip();
    }

    private void decode(CharsetDecoder known) throws IOException {
        CoderResult result = known.decode(octets, decoded, atEnd);
        if (result.isError()) {
            replace(result.length());
        } else if (result.isUnderflow() && atEnd) {
            decodedAll = true;
        } else if (result.isUnderflow()) {
            fill();
        }
    }

    // Where there is no room, the next call comes to the same place.
    private void replace(int length) {
        if (decoded.remaining() < length) {
            return;
        }
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
        while (octets.remaining() < MARK && !atEnd) {
            fill();
        }
        Charset marked = marked();
        Charset chosen = marked == null ? unmarked() : marked;
        return chosen.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private @Nullable Charset marked() {
        if (isNext(0xEF, 0xBB, 0xBF)) {
            octets.position(3);
            return StandardCharsets.UTF_8;
        }
        if (isNext(0xFE, 0xFF)) {
            octets.position(2);
            return StandardCharsets.UTF_16BE;
        }
        if (isNext(0xFF, 0xFE)) {
            octets.position(2);
            return StandardCharsets.UTF_16LE;
        }
        return null;
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
        // UTF-16 without a mark: that of RFC 2781 begins with the high octet, that of browsers with the low one. Nearly
        // all
        // text begins with a character below U+0100.
        boolean lowFirst = octets.remaining() >= 2 && octets.get(0) != 0 && octets.get(1) == 0;
        return charset.equals(StandardCharsets.UTF_16) && lowFirst ? StandardCharsets.UTF_16LE : charset;
    }

    @Override
    public void close() {
        // The stream belongs to the walk.
    }
}
