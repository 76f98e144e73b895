package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One block of PEM, between its BEGIN and END, with the header lines that old versions of OpenSSL write.
 *
 * @param label such as {@code PRIVATE KEY}
 * @param headers such as {@code DEK-Info: AES-256-CBC,…}
 * @param base64 null if there is no END of that label
 * @rfc 7468 2
 */
record PemBlock(
        String label, List<String> headers, @Nullable String base64) {

    static final String BEGIN = "-----BEGIN ";

    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** All blocks of the text, in order; whatever else is there is left out. */
    static List<PemBlock> all(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int labelStart = at + BEGIN.length();
            int labelEnd = text.indexOf(DASHES, labelStart);
            if (labelEnd < 0) {
                break;
            }
            String label = text.substring(labelStart, labelEnd);
            int start = labelEnd + DASHES.length();
            at = text.indexOf(BEGIN, start);
            // No block holds another, so that nothing is looked at twice.
            String inside = at < 0 ? text.substring(start) : text.substring(start, at);
            int end = inside.indexOf(END + label + DASHES);
            blocks.add(end < 0 ? new PemBlock(label, List.of(), null) : of(label, inside.substring(0, end)));
        }
        return blocks;
    }

    private static PemBlock of(String label, String inside) {
        List<String> headers = new ArrayList<>();
        StringBuilder base64 = new StringBuilder();
        for (String line : inside.lines().toList()) {
            if (line.indexOf(':') > 0) {
                headers.add(line.strip());
            } else {
                base64.append(line).append('\n');
            }
        }
        return new PemBlock(label, List.copyOf(headers), base64.toString());
    }

    /** The octets in it; null if it has no end or holds something else than base64. */
    @Nullable
    Octets content() {
        return base64 == null ? null : decode(base64);
    }

    /** The octets of base64 with white space anywhere; null if it is none. */
    static @Nullable Octets decode(String base64) {
        StringBuilder dense = new StringBuilder(base64.length());
        for (int i = 0; i < base64.length(); i++) {
            char c = base64.charAt(i);
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                dense.append(c);
            }
        }
        try {
            return Octets.of(Base64.getDecoder().decode(dense.toString()));
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }

    /** Whether it is encrypted in the way of old versions of OpenSSL. */
    boolean isEncrypted() {
        return header("Proc-Type").filter(value -> value.endsWith("ENCRYPTED")).isPresent();
    }

    /** The value of a header line. */
    Optional<String> header(String name) {
        for (String header : headers) {
            if (header.startsWith(name + ":")) {
                return Optional.of(header.substring(name.length() + 1).strip());
            }
        }
        return Optional.empty();
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "PEM " + label;
    }
}
