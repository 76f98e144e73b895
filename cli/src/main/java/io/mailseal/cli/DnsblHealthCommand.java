package io.mailseal.cli;

import io.mailseal.dnsbl.BlocklistClient;
import io.mailseal.dnsbl.BlocklistHealth;
import io.mailseal.dnsbl.BlocklistProfile;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mailseal dnsbl health}: whether lists can be used. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal dnsbl health [OPTIONS] --list NAME...",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Asks lists about what they promise to list always, and what they promise never to list"
                    + " (RFC 5782, or the test points of the list's own): whether they answer, whether"
                    + " they let you ask, and whether they list everything, as abandoned zones do."
        },
        descriptionHeading = "%n",
        footerHeading = "%nExit status, the first that applies:%n",
        footer = {
            "  1   a list must not be used",
            "  2   a list did not answer",
            "  3   a list has nothing to be tested by",
            "  0   all are in order",
            "  64  the command line makes no sense",
            "  66  the profiles, the key, the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Example:",
            "  mailseal dnsbl health --list spamhaus-zen --list surbl-multi"
        })
final class DnsblHealthCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    BlocklistOptions lists = new BlocklistOptions();

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    JsonOption output = new JsonOption();

    @Override
    public Integer call() throws UnreadableInput {
        MtaStsCommand.requireOwnOptions(spec());
        List<BlocklistProfile> profiles = lists.chosen();
        if (dns.trace) {
            throw new ParameterException(spec().commandLine(), "--trace: the test points are what is asked");
        }
        try (TracingResolver resolver = dns.open()) {
            BlocklistHealth health = BlocklistClient.builder()
                    .dns(resolver.sessions())
                    .profiles(profiles)
                    .build()
                    .checkHealth();
            output.print(health, DnsblJson::printHealth, DnsblReport::printHealth);
            return ExitStatus.of(health);
        }
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return command;
    }
}
