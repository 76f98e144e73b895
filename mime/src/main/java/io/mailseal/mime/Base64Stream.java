package io.mailseal.mime;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;

/**
 * Base64 as mail programs read it: characters of no meaning are skipped, and what follows the padding counts as well. The
 * decoders of libraries either refuse such text or stop early, and whatever they don't see can be hidden from them.
 *
 * @rfc 2045 6.8
 */
final class Base64Stream extends DecodingStream {

    private static final byte NONE = -1;
    private static final byte[] VALUES = values();

    private int bits;
    private int characters; // of the current four
    private boolean padded;

    Base64Stream(InputStream in, Set<MimeAnomaly> anomalies) {
        super(in, anomalies);
    }

    private static byte[] values() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        byte[] values = new byte[256];
        Arrays.fill(values, NONE);
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    static boolean isOfAlphabet(byte octet) {
        return VALUES[octet & 0xFF] != NONE;
    }

    @Override
    void decode(int octet) {
        byte value = VALUES[octet];
        if (value != NONE) {
            take(value);
        } else if (octet == '=') {
            finish();
            padded = true;
        } else if (octet != '\r' && octet != '\n' && octet != ' ' && octet != '\t') {
            odd(MimeAnomaly.MALFORMED_BASE64);
        }
    }

    private void take(byte value) {
        if (padded) {
            odd(MimeAnomaly.MALFORMED_BASE64);
            padded = false;
        }
        bits = bits << 6 | value;
        if (++characters == 4) {
            put(bits >> 16);
            put(bits >> 8);
            put(bits);
            characters = 0;
        }
    }

    // Two characters are one octet, and three are two.
    private void finish() {
        if (characters == 3) {
            put(bits >> 10);
            put(bits >> 2);
        } else if (characters == 2) {
            put(bits >> 4);
        } else if (characters == 1) {
            odd(MimeAnomaly.MALFORMED_BASE64);
        }
        characters = 0;
    }

    @Override
    void end() {
        if (characters > 0) {
            odd(MimeAnomaly.MALFORMED_BASE64);
        }
        finish();
    }
}
