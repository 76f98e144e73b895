package io.mailseal.dnsbl;

import io.mailseal.core.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The profiles of well-known lists, ready to be given to a client. Nothing is asked before somebody does that: each list
 * has {@linkplain BlocklistProfile#terms terms of use}, and many are free for little or for non-commercial mail alone. The
 * weights are ours, for a threshold of about 5; all else is from what the lists publish, as each row says.
 *
 * <p>The lists of Spamhaus whose names end with {@code -dqs} want a {@linkplain BlocklistProfile#withKey key}.
 */
public final class BlocklistProfiles {

    private static final List<String> NAMES = List.of(
            "barracuda",
            "dnswl",
            "mailspike-bl",
            "mailspike-rep",
            "mailspike-wl",
            "psbl",
            "spamcop",
            "spamhaus-authbl-dqs",
            "spamhaus-dbl",
            "spamhaus-dbl-dqs",
            "spamhaus-hbl-cw-dqs",
            "spamhaus-hbl-email-dqs",
            "spamhaus-hbl-file-dqs",
            "spamhaus-hbl-url-dqs",
            "spamhaus-zen",
            "spamhaus-zen-dqs",
            "spamhaus-zrd-dqs",
            "surbl-multi",
            "uribl-multi");

    private static final List<BlocklistProfile> READY =
            NAMES.stream().map(BlocklistProfiles::load).toList();

    private BlocklistProfiles() {}

    /** All of them, by name. */
    public static List<BlocklistProfile> ready() {
        return READY;
    }

    /** The one with this name, as {@code spamhaus-zen}. */
    public static Optional<BlocklistProfile> named(String name) {
        return READY.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    private static BlocklistProfile load(String name) {
        try (InputStream in = BlocklistProfiles.class.getResourceAsStream("profiles/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the profile " + name + " is missing");
            }
            return BlocklistProfile.of(Octets.of(in.readAllBytes()).toUtf8());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
