package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.testkit.InMemoryDns;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What the verifier says about messages that are the same wherever this runs; a program of its own, so that it can be run by
 * a Java machine whose defaults are hostile. Only octets go in and out.
 */
final class VerdictTranscript {

    private VerdictTranscript() {}

    public static void main(String[] none) throws IOException {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        for (String line : lines()) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
    }

    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, RfcExamples.RFC6376_ZONE, RfcExamples.RFC6376_MESSAGE);
        add(lines, RfcExamples.RFC8463_ZONE, RfcExamples.RFC8463_MESSAGE);
        byte[] message = RfcExamples.RFC8463_MESSAGE;
        for (int i = 0; i < message.length; i++) {
            for (int octet : new int[] {0, 'I', 'i', 0xC4, 0xFF, '\n'}) {
                byte[] changed = message.clone();
                changed[i] = (byte) octet;
                add(lines, RfcExamples.RFC8463_ZONE, changed);
            }
        }
        // What is written in other letters by a Turkish machine, and in other octets by one of another character set.
        String text = new String(message, StandardCharsets.ISO_8859_1);
        for (String name : List.of("FROM:", "SUBJECT:", "DATE:", "MESSAGE-ID:", "dkim-signature:", "DKIM-SIGNATURE:")) {
            String changed = text;
            int at = indexOfIgnoringCase(text, name);
            changed = changed.substring(0, at) + name + changed.substring(at + name.length());
            add(lines, RfcExamples.RFC8463_ZONE, changed.getBytes(StandardCharsets.ISO_8859_1));
        }
        for (String field : List.of("Subject: \u0130\u0131", "X: \u00e4\u00f6", "X-I: \u20ac")) {
            add(lines, RfcExamples.RFC8463_ZONE, (field + "\r\n" + text).getBytes(StandardCharsets.UTF_8));
        }
        for (String name :
                List.of("d=\u00fc.example", "d=\u0130.example", "i=\u0131@a.example", "x=99999999999", "t=1")) {
            String field = "DKIM-Signature: v=1; a=ed25519-sha256; s=I; b=AA==; bh=AA==; h=from; " + name
                    + (name.startsWith("d=") ? "" : "; d=A.EXAMPLE") + "\r\n";
            add(lines, "", (field + "From: a@a.example\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return lines;
    }

    // Without the default locale, of course.
    private static int indexOfIgnoringCase(String text, String name) {
        for (int i = 0; ; i++) {
            if (text.regionMatches(true, i, name, 0, name.length())) {
                return i;
            }
        }
    }

    private static void add(List<String> lines, String zone, byte[] message) {
        DkimResult result = DkimVerifier.builder()
                .resolver(InMemoryDns.parse(zone))
                .clock(() -> Instant.ofEpochSecond(1_600_000_000))
                .build()
                .verify(Octets.of(message));
        for (DkimSignatureResult signature : result.signatures()) {
            String claims = signature
                    .signature()
                    .map(claim -> claim.identity() + " " + claim.timestamp() + " " + claim.signedFields() + " "
                            + HexFormat.of().formatHex(claim.bodyHash().toByteArray()))
                    .orElse("");
            lines.add(signature + " | " + signature.findings() + " | " + claims);
        }
    }
}
