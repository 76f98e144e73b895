package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.mtasts.DeliveryAction;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailseal mtasts}: which policy a sender finds, and what it does with a host. */
@Command(
        name = "mtasts",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        subcommands = {MtaStsLintCommand.class, MtaStsBuildCommand.class},
        customSynopsis = {
            "Usage: mailseal mtasts [OPTIONS] DOMAIN [--mx HOST]",
            "       mailseal mtasts lint [OPTIONS] DOMAIN|RECORD|FILE",
            "       mailseal mtasts build [OPTIONS] --mode MODE --mx HOST --max-age TIME"
        },
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Finds the policy of a domain that wants its mail over authenticated TLS alone (MTA-STS,"
                    + " RFC 8461), as a sender does that has kept nothing of earlier times: the record in"
                    + " DNS, the policy over HTTPS, and which hosts it allows. With --mx also whether mail"
                    + " may go to a host, and why.",
            "",
            "The policy host is connected to only at addresses on the Internet, on port 443, with a"
                    + " certificate that the Java runtime trusts. A laboratory says otherwise: --allow-address,"
                    + " --allow-port, --ca."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit status, the first that applies:%n",
        footer = {
            "  1   no mail may go to the host of --mx",
            "  0   there is a policy, whatever its mode",
            "  2   none was found, since DNS or HTTPS failed: try again later",
            "  3   there is none: nothing announces one, or it can't be used as it is published",
            "  64  the command line makes no sense",
            "  66  the zone file, the trust anchors or the certificates can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal mtasts example.com",
            "  mailseal mtasts example.com --mx mail.example.com --trace",
            "  mailseal mtasts --dns lab.zone --allow-address 127.0.0.1 --allow-port 8443 --ca lab.pem a.example"
        })
final class MtaStsCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--mx",
            paramLabel = "HOST",
            converter = DnsOptions.HostNameConverter.class,
            description = "Tell whether mail for the domain may go to this host, as an MX record would name it.")
    @Nullable
    DomainName mx;

    @Mixin
    PolicyFetchOptions fetching = new PolicyFetchOptions();

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    JsonOption output = new JsonOption();

    // Required, but not by the commands below: picocli would ask for it there, too.
    @Parameters(arity = "0..1", paramLabel = "DOMAIN", description = "A domain name, in Unicode or with A-labels.")
    @Nullable
    String asked;

    @Override
    public Integer call() throws UnreadableInput {
        if (asked == null) {
            throw new ParameterException(spec().commandLine(), "Missing required parameter: 'DOMAIN'");
        }
        MtaStsInquiry inquiry = MtaStsQuestioner.domain(asked, domain(asked, spec()), dns, fetching);
        HostDecision host = decision(inquiry);
        output.print(
                inquiry,
                (found, out) -> MtaStsJson.print(found, host, out),
                (found, out, colours) -> MtaStsReport.print(found, host, out, colours));
        boolean refused = host != null && host.decision().action() == DeliveryAction.SKIP_MX;
        return ExitStatus.of(inquiry, refused);
    }

    private @Nullable HostDecision decision(MtaStsInquiry inquiry) {
        if (mx == null) {
            return null;
        }
        DomainName host = mx;
        return inquiry.published()
                .map(found -> HostDecision.of(host, found.discovery()))
                .orElse(null);
    }

    /** A name on the command line of this, or of a command below. */
    static DomainName domain(String text, CommandSpec command) {
        return DomainName.parse(text)
                .or(() -> DomainName.ofUnicode(text))
                .filter(name -> !name.isRoot())
                .orElseThrow(() -> new ParameterException(command.commandLine(), "'" + text + "' is no domain name"));
    }

    /** Options of this before the name of a command below: it would take them, and nobody would notice. */
    static void requireOwnOptions(CommandSpec command) {
        CommandLine parent = command.commandLine().getParent();
        if (parent == null) {
            return;
        }
        parent.getParseResult().matchedOptions().stream().findFirst().ifPresent(option -> {
            throw new ParameterException(
                    command.commandLine(),
                    "Options of " + command.name() + " stand after it: '" + option.longestName() + "'");
        });
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return command;
    }
}
