package io.mailseal.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/** What bodies are made of; always the same octets. */
public enum DkimBody {
    /** Lines of words with one space between them. */
    TEXT {
        @Override
        String line(Random random) {
            return words(random, " ").stripTrailing();
        }
    },
    /** Lines of 76 characters, as an attachment has. */
    BASE64 {
        @Override
        String line(Random random) {
            byte[] octets = new byte[57];
            random.nextBytes(octets);
            return Base64.getEncoder().encodeToString(octets);
        }
    },
    /** Flowed text: a space at the end of each line, two after each sentence, tabs here and there. */
    PROSE {
        @Override
        String line(Random random) {
            return (random.nextInt(8) == 0 ? "\t" : "") + words(random, ".  ");
        }
    };

    abstract String line(Random random);

    // Some 70 characters; one word in nine is followed by the end of a sentence.
    private static String words(Random random, String endOfSentence) {
        StringBuilder line = new StringBuilder(80);
        while (line.length() < 66) {
            int length = 1 + random.nextInt(9);
            for (int i = 0; i < length; i++) {
                line.append((char) ('a' + random.nextInt(26)));
            }
            line.append(random.nextInt(9) == 0 ? endOfSentence : " ");
        }
        return line.toString();
    }

    /** So many octets, or a few more, that end in a line end. */
    byte[] octets(int atLeast) {
        Random random = new Random(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(atLeast + 100);
        while (out.size() < atLeast) {
            byte[] line = (line(random) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            out.write(line, 0, line.length);
        }
        return out.toByteArray();
    }

    /** Its canonical form, for a body that ends as {@link #octets} does, line by line. */
    static byte[] canonical(String canonicalization, byte[] body) {
        if (canonicalization.equals("simple")) {
            return body;
        }
        byte[] canonical = new byte[body.length];
        int length = 0;
        for (byte octet : body) {
            if (octet == '\r') {
                length -= length > 0 && canonical[length - 1] == ' ' ? 1 : 0;
            }
            boolean blank = octet == ' ' || octet == '\t';
            boolean repeated = blank && length > 0 && canonical[length - 1] == ' ';
            if (!repeated) {
                canonical[length++] = blank ? (byte) ' ' : octet;
            }
        }
        return Arrays.copyOf(canonical, length);
    }
}
