package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Another implementation on this machine, which signs and verifies the messages of a folder. */
enum Peer {
    /** OpenDKIM, in the test mode of the program, where it gets a message as from a server. */
    OPENDKIM("opendkim", "opendkim", "-V") {
        @Override
        Map<String, Boolean> verify(Path folder, String zone) throws IOException {
            Path keys = Files.writeString(folder.resolve("keys"), zone);
            Path config = Files.writeString(
                    folder.resolve("opendkim.conf"),
                    "Mode v\nSyslog no\nTestPublicKeys " + keys + "\nTemporaryDirectory " + folder + "\n");
            Map<String, Boolean> verdicts = new LinkedHashMap<>();
            for (Path message : messages(folder)) {
                String output = output("opendkim", "-x", config.toString(), "-v", "-t", message.toString());
                verdicts.put(
                        message.getFileName().toString(),
                        output.contains("verification (s=") && output.contains("succeeded"));
            }
            return verdicts;
        }

        // In test mode it shows the field that it would have the server insert.
        @Override
        void sign(Path folder, Path rsa, Path ed25519) throws IOException {
            for (String algorithm : List.of("rsa-sha256", "ed25519-sha256")) {
                boolean isRsa = algorithm.startsWith("rsa");
                for (String way : List.of("simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed")) {
                    Path config = Files.writeString(
                            folder.resolve("opendkim.conf"),
                            "Mode s\nSyslog no\nDomain a.example\nRequireSafeKeys no\nSelector " + (isRsa ? "r1" : "e1")
                                    + "\nKeyFile " + (isRsa ? rsa : ed25519) + "\nSignatureAlgorithm " + algorithm
                                    + "\nCanonicalization " + way + "\nTemporaryDirectory " + folder + "\n");
                    for (Path message : messages(folder)) {
                        String name = message.getFileName() + "." + algorithm + "." + way.replace('/', '-');
                        String output = output("opendkim", "-x", config.toString(), "-vv", "-t", message.toString());
                        Files.write(folder.resolve(name + ".signed"), signed(output, message));
                    }
                }
            }
        }

        private byte[] signed(String output, Path message) throws IOException {
            String before = "hname='DKIM-Signature' hvalue='";
            int start = output.indexOf(before);
            if (start < 0) {
                return Files.readAllBytes(message);
            }
            String value = output.substring(start + before.length(), output.indexOf('\'', start + before.length()));
            byte[] field =
                    ("DKIM-Signature: " + value.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] unsigned = Files.readAllBytes(message);
            byte[] signed = Arrays.copyOf(field, field.length + unsigned.length);
            System.arraycopy(unsigned, 0, signed, field.length, unsigned.length);
            return signed;
        }
    },
    /** The one in Python. */
    DKIMPY("dkimpy", "/usr/bin/python3", "-c", "import dkim.crypto, nacl") {
        @Override
        Map<String, Boolean> verify(Path folder, String zone) throws IOException {
            Files.writeString(folder.resolve("zone"), zone);
            return verdicts(output("/usr/bin/python3", script(folder, "dkimpy.py"), "verify", folder.toString()));
        }

        @Override
        void sign(Path folder, Path rsa, Path ed25519) throws IOException {
            // It wants the seed in base64, which is the end of the PKCS #8 structure.
            List<String> pem = Files.readAllLines(ed25519);
            byte[] pkcs8 = Base64.getDecoder().decode(pem.get(1));
            byte[] seed = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
            Path file = Files.write(folder.resolve("seed"), Base64.getEncoder().encode(seed));
            output(
                    "/usr/bin/python3",
                    script(folder, "dkimpy.py"),
                    "sign",
                    folder.toString(),
                    rsa.toString(),
                    file.toString());
        }
    },
    /** The one in Perl; it has no Ed25519. */
    MAIL_DKIM("Mail::DKIM", "perl", "-MMail::DKIM::Signer", "-e", "1") {
        @Override
        Map<String, Boolean> verify(Path folder, String zone) throws IOException {
            Files.writeString(folder.resolve("zone"), zone);
            return verdicts(output("perl", script(folder, "mail-dkim.pl"), "verify", folder.toString()));
        }

        @Override
        void sign(Path folder, Path rsa, Path ed25519) throws IOException {
            output("perl", script(folder, "mail-dkim.pl"), "sign", folder.toString(), rsa.toString());
        }
    };

    private final String title;
    private final List<String> probe;

    Peer(String title, String... probe) {
        this.title = title;
        this.probe = List.of(probe);
    }

    boolean hasEd25519() {
        return this != MAIL_DKIM;
    }

    /** Skips the test where it is not installed, or fails it if the environment says MAILSEAL_SERVERS=required. */
    void require() {
        if (isInstalled()) {
            return;
        }
        String message = title + " is not installed (MAILSEAL_SERVERS)";
        if ("required".equals(System.getenv("MAILSEAL_SERVERS"))) {
            fail(message);
        }
        abort(message);
    }

    private boolean isInstalled() {
        try {
            Process process = builder(probe).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return ended(process) == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** What it makes of the messages *.eml of the folder, by file name, where these are the key records. */
    abstract Map<String, Boolean> verify(Path folder, String zone) throws IOException;

    /** Signs the messages *.eml of the folder in every way that it has, to files *.signed. The keys are in PEM. */
    abstract void sign(Path folder, Path rsa, Path ed25519) throws IOException;

    static List<Path> messages(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.eml")) {
            List<Path> messages = new ArrayList<>();
            files.forEach(messages::add);
            return messages.stream().sorted().toList();
        }
    }

    static String script(Path folder, String name) throws IOException {
        Path script = folder.resolve(name);
        try (InputStream in = Peer.class.getResourceAsStream(name)) {
            Files.write(script, in.readAllBytes());
        }
        return script.toString();
    }

    static Map<String, Boolean> verdicts(String output) {
        Map<String, Boolean> verdicts = new LinkedHashMap<>();
        output.lines().forEach(line -> {
            int blank = line.lastIndexOf(' ');
            verdicts.put(line.substring(0, blank), line.endsWith(" pass"));
        });
        return verdicts;
    }

    static String output(String... command) throws IOException {
        Process process = builder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = ended(process);
        assertThat(code).as(output).isZero();
        return output;
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().merge("PATH", "/usr/sbin", (path, sbin) -> path + ":" + sbin);
        return builder;
    }

    private static int ended(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
