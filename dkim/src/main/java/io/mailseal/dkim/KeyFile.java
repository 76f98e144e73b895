package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyError.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file with a private key: blocks of PEM, of which one is the key, or base64 alone.
 *
 * @rfc 7468 2
 */
final class KeyFile {

    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private final String text;
    private final List<PemBlock> privateKeys = new ArrayList<>();

    KeyFile(String text) {
        this.text = text;
        for (PemBlock block : PemBlock.all(text)) {
            if (block.label().endsWith(PRIVATE_KEY)) {
                privateKeys.add(block);
            }
        }
    }

    DkimKeyParse key(char @Nullable [] password) {
        return switch (privateKeys.size()) {
            case 0 -> text.contains(PemBlock.BEGIN) ? DkimKeyError.of(Kind.NO_KEY) : bareKey();
            case 1 -> key(privateKeys.get(0), password);
            default -> DkimKeyError.of(Kind.SEVERAL_KEYS);
        };
    }

    private static DkimKeyParse key(PemBlock block, char @Nullable [] password) {
        Octets content = block.content();
        if (content == null) {
            return new DkimKeyError(Kind.MALFORMED, "a block of PEM has no end, or holds something else than base64");
        }
        return switch (block.label()) {
            case PRIVATE_KEY -> PrivateKeyReader.pkcs8(content);
            case "RSA PRIVATE KEY" ->
                block.isEncrypted()
                        ? opened(password, given -> TraditionalEncryption.decrypt(block, content, given), false)
                        : PrivateKeyReader.pkcs1(content);
            case "ENCRYPTED PRIVATE KEY" -> opened(password, given -> Pbes2.decrypt(content, given), true);
            case "OPENSSH PRIVATE KEY" -> new DkimKeyError(Kind.UNSUPPORTED_FORMAT, "it is that of OpenSSH");
            default -> DkimKeyError.of(Kind.UNSUPPORTED_TYPE);
        };
    }

    private interface Decryption {
        Decrypted decrypt(char[] password);
    }

    private static DkimKeyParse opened(char @Nullable [] password, Decryption decryption, boolean pkcs8) {
        if (password == null) {
            return DkimKeyError.of(Kind.PASSWORD_MISSING);
        }
        Decrypted decrypted = decryption.decrypt(password);
        if (decrypted.error() != null) {
            return decrypted.error();
        }
        DkimKeyParse key =
                pkcs8 ? PrivateKeyReader.pkcs8(decrypted.octets()) : PrivateKeyReader.pkcs1(decrypted.octets());
        // With a wrong password one of 256 paddings looks right.
        boolean garbage = key instanceof DkimKeyError error && error.kind() == Kind.MALFORMED;
        return garbage ? DkimKeyError.of(Kind.WRONG_PASSWORD) : key;
    }

    private DkimKeyParse bareKey() {
        Octets octets = PemBlock.decode(text);
        if (octets == null || octets.isEmpty()) {
            return DkimKeyError.of(Kind.NO_KEY);
        }
        int seed = Ed25519PrivateKey.SEED_OCTETS;
        if (octets.length() == seed) {
            return PrivateKeyReader.ed25519Seed(octets, null);
        }
        if (octets.length() == 2 * seed) {
            return PrivateKeyReader.ed25519Seed(octets.slice(0, seed), octets.slice(seed, 2 * seed));
        }
        DkimKeyParse key = PrivateKeyReader.pkcs8(octets);
        boolean other = key instanceof DkimKeyError error && error.kind() == Kind.MALFORMED;
        return other ? PrivateKeyReader.pkcs1(octets) : key;
    }
}
