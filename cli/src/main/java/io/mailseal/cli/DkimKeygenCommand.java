package io.mailseal.cli;

import io.mailseal.dkim.DkimAlgorithm;
import io.mailseal.dkim.DkimPrivateKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mailseal dkim keygen}: a new key, in a file, and the record that publishes it. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal dkim keygen [OPTIONS] --domain NAME --selector NAME --out FILE",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Makes a key to sign with, writes it to a file that nobody but its owner may read, and"
                    + " prints the record that publishes its other half: as text for the form of a DNS"
                    + " host, and as a line for a zone file.",
            "",
            "The file is PEM (PKCS #8), not encrypted: whoever has it can sign."
        },
        descriptionHeading = "%n",
        optionListHeading = "%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0   the key is in the file",
            "  64  the command line makes no sense",
            "  70  the program is broken",
            "  73  the file is there already, or can't be made",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal dkim keygen --domain example.com --selector s1 --out s1.key",
            "  mailseal dkim keygen --type ed25519 --domain example.com --selector e1 --out e1.key"
        })
final class DkimKeygenCommand implements Callable<Integer> {

    private static final int DEFAULT_BITS = 2048;

    /** As people call them. */
    enum KeyType {
        RSA,
        ED25519;

        @Override
        public String toString() {
            return JsonLine.word(this);
        }
    }

    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    KeyNameOptions name = new KeyNameOptions();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file for the private key.")
    String out = "";

    @Option(names = "--type", paramLabel = "TYPE", description = "rsa, the default, or ed25519.")
    KeyType type = KeyType.RSA;

    @Option(
            names = "--bits",
            paramLabel = "N",
            description = "How long an RSA key is, from 2048, the default, to 4096. Longer ones make records that not"
                    + " every DNS host can hold.")
    @Nullable
    Integer bits;

    @Mixin
    RecordOptions record = new RecordOptions();

    @Option(names = "--force", description = "Replace FILE if it is there.")
    boolean force;

    @Mixin
    JsonOption output = new JsonOption();

    @Override
    public Integer call() throws UnreadableInput, UnwritableOutput {
        Path file = InputFile.named(out);
        DkimPrivateKey key = generate();
        KeyName published = name.ofSigning(key);
        if (force) {
            PrivateKeyFile.replace(file, key);
        } else {
            PrivateKeyFile.create(file, key);
        }
        output.print(
                new OwnKey(out, key, record.record(key), published), DkimKeyJson::printOwn, DkimKeyReport::printOwn);
        return ExitStatus.OK;
    }

    private DkimPrivateKey generate() {
        if (type == KeyType.ED25519) {
            if (bits != null) {
                throw misuse("--bits is for RSA keys; those of Ed25519 are of one length");
            }
            return DkimPrivateKey.generate(DkimAlgorithm.ED25519_SHA256);
        }
        try {
            return DkimPrivateKey.generateRsa(bits == null ? DEFAULT_BITS : bits);
        } catch (IllegalArgumentException wrong) {
            throw misuse("Invalid value for option '--bits': " + wrong.getMessage());
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return command;
    }
}
