package io.mailseal.mime;

import java.io.InputStream;
import java.util.Set;

/**
 * Quoted-printable as mail programs read it: an equals sign that stands for nothing stays as it is.
 *
 * @rfc 2045 6.7
 */
final class QuotedPrintableStream extends DecodingStream {

    // White space that is longer than any line may be is none that some gateway has added.
    private static final int MOST_BLANKS = 128;

    private final byte[] blanks = new byte[MOST_BLANKS];
    private int blankCount;
    private boolean equals; // before the blanks
    private int firstDigit = -1; // after the equals sign
    private boolean softReturn; // the CR of a line end that stands for nothing

    QuotedPrintableStream(InputStream in, Set<MimeAnomaly> anomalies) {
        super(in, anomalies);
    }

    @Override
    void decode(int octet) {
        if (firstDigit >= 0) {
            secondDigit(octet);
        } else if (octet == ' ' || octet == '\t') {
            blank(octet);
        } else if (octet == '\r' || octet == '\n') {
            lineEnd(octet);
        } else if (equals && blankCount == 0 && hex(octet) >= 0) {
            firstDigit = octet;
        } else {
            notEncoded();
            equals = octet == '=';
            if (!equals) {
                put(octet);
            }
        }
    }

    private void secondDigit(int octet) {
        int first = firstDigit;
        firstDigit = -1;
        if (hex(octet) >= 0) {
            equals = false;
            put(hex(first) << 4 | hex(octet));
        } else {
            notEncoded();
            put(first);
            decode(octet);
        }
    }

    private void blank(int octet) {
        if (blankCount == MOST_BLANKS) {
            notEncoded();
        }
        blanks[blankCount++] = (byte) octet;
    }

    // Blanks at the end of a line are no part of it (rule 3); after an equals sign, neither is the line end (rule 5).
    private void lineEnd(int octet) {
        boolean restOfLineEnd = octet == '\n' && softReturn;
        softReturn = equals && octet == '\r';
        if (!equals && !restOfLineEnd) {
            put(octet);
        }
        blankCount = 0;
        equals = false;
    }

    private void notEncoded() {
        if (equals) {
            odd(MimeAnomaly.MALFORMED_QUOTED_PRINTABLE);
            put('=');
            equals = false;
        }
        softReturn = false;
        for (int i = 0; i < blankCount; i++) {
            put(blanks[i]);
        }
        blankCount = 0;
    }

    private static int hex(int octet) {
        return Character.digit(octet, 16);
    }

    @Override
    void end() {
        if (firstDigit >= 0) {
            int first = firstDigit;
            firstDigit = -1;
            notEncoded();
            put(first);
        }
        // An equals sign at the very end is a line end that is not there.
        blankCount = 0;
        equals = false;
    }
}
