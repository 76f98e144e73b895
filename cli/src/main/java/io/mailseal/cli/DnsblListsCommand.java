package io.mailseal.cli;

import io.mailseal.dnsbl.BlocklistProfile;
import io.mailseal.dnsbl.BlocklistProfiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailseal dnsbl lists}: which lists are known, and what their answers mean. */
@Command(
        name = "lists",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal dnsbl lists [OPTIONS] [NAME...]",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Shows the lists that are ready to be used, each with its zone, what it is about, and where"
                    + " its terms of use are: read them before you ask. With names also what each of its"
                    + " answers means. Nothing is asked."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0   always, but for",
            "  64  the command line makes no sense: there is no such list",
            "  66  the profiles can't be read",
            "",
            "Example:",
            "  mailseal dnsbl lists surbl-multi"
        })
final class DnsblListsCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--profile",
            paramLabel = "FILE.json",
            description = "Lists of your own: these are shown, before the ready ones.")
    List<String> files = new ArrayList<>();

    @Mixin
    JsonOption output = new JsonOption();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "A list; all of them if none is named.")
    List<String> names = new ArrayList<>();

    @Override
    public Integer call() throws UnreadableInput {
        MtaStsCommand.requireOwnOptions(spec());
        BlocklistOptions options = new BlocklistOptions();
        options.files = files;
        Map<String, BlocklistProfile> own = options.own();
        List<BlocklistProfile> shown = new ArrayList<>();
        for (String name : names) {
            shown.add(Optional.ofNullable(own.get(name))
                    .or(() -> BlocklistProfiles.named(name))
                    .orElseThrow(
                            () -> new ParameterException(spec().commandLine(), "there is no list '" + name + "'")));
        }
        if (names.isEmpty()) {
            shown.addAll(own.values());
            shown.addAll(BlocklistProfiles.ready());
        }
        output.print(
                shown,
                DnsblJson::printLists,
                (lists, out, colours) -> DnsblReport.printLists(lists, !names.isEmpty(), out, colours));
        return ExitStatus.OK;
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return command;
    }
}
