package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.dnsbl.BlocklistProfile;
import io.mailseal.dnsbl.BlocklistProfileParse;
import io.mailseal.dnsbl.BlocklistProfiles;
import io.mailseal.dnsbl.uri.RegisteredDomain;
import io.mailseal.dnsbl.uri.RegisteredDomains;
import io.mailseal.psl.PublicSuffixList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which lists, and by what right: nothing is asked that the user has not named. */
final class BlocklistOptions {

    private static final int LONGEST_KEY_FILE = 1024;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--list",
            paramLabel = "NAME",
            split = ",",
            description =
                    "A list to ask: a ready one (mailseal dnsbl lists shows them), or one of --profile; may be given"
                            + " several times. Each list has terms of use, and not everybody may ask.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--profile",
            paramLabel = "FILE.json",
            description =
                    "Lists of your own, as docs/blocklist-profiles.md describes; all of them are asked unless --list"
                            + " chooses.")
    List<String> files = new ArrayList<>();

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "The key for lists that want one (Spamhaus DQS), in a file that has nothing else in it. It is"
                    + " shown nowhere, and told to lists of one provider only.")
    @Nullable
    String keyFile;

    /** The profiles that were chosen, with their keys; at least one. */
    List<BlocklistProfile> chosen() throws UnreadableInput {
        Map<String, BlocklistProfile> own = own();
        List<BlocklistProfile> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(Optional.ofNullable(own.get(name))
                    .or(() -> BlocklistProfiles.named(name))
                    .orElseThrow(() ->
                            misuse("there is no list '" + name + "'; mailseal dnsbl lists shows those that are")));
        }
        if (names.isEmpty()) {
            chosen.addAll(own.values());
        }
        if (chosen.isEmpty()) {
            throw misuse("No list is named, and so none is asked: --list NAME, or --profile FILE.json");
        }
        return withKeys(chosen.stream().distinct().toList());
    }

    /** The lists of the files, by name. */
    Map<String, BlocklistProfile> own() throws UnreadableInput {
        Map<String, BlocklistProfile> own = new LinkedHashMap<>();
        for (String file : files) {
            for (BlocklistProfile profile : read(InputFile.named(file))) {
                if (own.put(profile.name(), profile) != null) {
                    throw new UnreadableInput("two lists of --profile have the name '" + profile.name() + "'");
                }
            }
        }
        return own;
    }

    /** Whether a key is under way, which a list of questions would show. */
    boolean haveSecret() {
        return keyFile != null;
    }

    private List<BlocklistProfile> withKeys(List<BlocklistProfile> profiles) throws UnreadableInput {
        List<BlocklistProfile> keyless =
                profiles.stream().filter(BlocklistProfile::needsKey).toList();
        if (keyFile == null) {
            if (!keyless.isEmpty()) {
                throw misuse(keyless.get(0).name() + " wants a key: --key-file FILE");
            }
            return profiles;
        }
        if (keyless.isEmpty()) {
            throw misuse("--key-file is for lists that want a key, and none of those does");
        }
        if (keyless.stream().map(BlocklistOptions::provider).distinct().count() > 1) {
            throw misuse("--key-file has the key of one provider, and these lists are of several: "
                    + String.join(
                            ", ",
                            keyless.stream().map(BlocklistProfile::toString).toList()));
        }
        String key = key(InputFile.named(keyFile));
        List<BlocklistProfile> keyed = new ArrayList<>();
        for (BlocklistProfile profile : profiles) {
            keyed.add(profile.needsKey() ? withKey(profile, key) : profile);
        }
        return keyed;
    }

    // Whoever runs the zone's name servers is told the key by each question.
    private static DomainName provider(BlocklistProfile profile) {
        DomainName zone = DomainName.of(profile.zone().replace("***", "key"));
        return RegisteredDomains.of(PublicSuffixList.bundled())
                .of(zone)
                .map(RegisteredDomain::name)
                .orElse(zone);
    }

    private BlocklistProfile withKey(BlocklistProfile profile, String key) throws UnreadableInput {
        try {
            return profile.withKey(key);
        } catch (IllegalArgumentException wrong) {
            throw new UnreadableInput("'" + keyFile + "' does not hold a key that can be part of a name");
        }
    }

    private static String key(Path file) throws UnreadableInput {
        byte[] octets = read(file, LONGEST_KEY_FILE, "is too large for a key");
        return new String(octets, StandardCharsets.US_ASCII).strip();
    }

    private static List<BlocklistProfile> read(Path file) throws UnreadableInput {
        byte[] octets = read(file, BlocklistProfileParse.MAX_OCTETS, "is too large for profiles of lists");
        BlocklistProfileParse parse = BlocklistProfile.parse(Octets.of(octets));
        if (parse.problem().isPresent()) {
            throw new UnreadableInput("'" + file + "' has no profiles of lists: "
                    + parse.problem().get().explanation());
        }
        return parse.profiles();
    }

    private static byte[] read(Path file, int most, String otherwise) throws UnreadableInput {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(most + 1);
            if (octets.length > most) {
                throw new UnreadableInput("'" + file + "' " + otherwise);
            }
            return octets;
        } catch (IOException failed) {
            throw InputFile.unreadable(file, failed);
        }
    }

    private RuntimeException misuse(String message) {
        return command == null
                ? new IllegalStateException("made by picocli")
                : new ParameterException(command.commandLine(), message);
    }
}
