package io.mailseal.cli;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.Message;
import io.mailseal.dnsbl.BlocklistClient;
import io.mailseal.dnsbl.BlocklistProfile;
import io.mailseal.dnsbl.BlocklistRequest;
import io.mailseal.dnsbl.BlocklistResult;
import io.mailseal.dnsbl.TrustedHops;
import io.mailseal.dnsbl.uri.UriExtraction;
import io.mailseal.dnsbl.uri.UriExtractor;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
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

/** {@code mailseal dnsbl}: what block and allow lists say about an address, a name, a URI or a message. */
@Command(
        name = "dnsbl",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        subcommands = {DnsblListsCommand.class, DnsblHealthCommand.class},
        customSynopsis = {
            "Usage: mailseal dnsbl [OPTIONS] IP|DOMAIN|URL|EMAIL|MESSAGE --list NAME...",
            "       mailseal dnsbl lists [OPTIONS] [NAME...]",
            "       mailseal dnsbl health [OPTIONS] --list NAME..."
        },
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Asks DNS block and allow lists about an IP address, a domain name, a URL, an address of"
                    + " e-mail, or all that stands in a message: its URIs, its authors, the domains of its"
                    + " signatures, and how it came, if that is said.",
            "",
            "What has :// in it is a URL; what has a slash, or ends with .eml, is a file with a message,"
                    + " and - is one from standard input. Lists of URI hosts alone, such as surbl-multi, are asked"
                    + " about URLs and messages: http://example.com, not example.com.",
            "",
            "An answer is a listing only if the list's profile says so, and if the list does not list"
                    + " everything. A list that refuses, is broken or does not answer lists nothing."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit status, the first that applies:%n",
        footer = {
            "  1   something is on a blocklist",
            "  2   not all lists could be asked; nothing is on the others",
            "  3   no list was asked: none is about such a thing",
            "  0   nothing is on a blocklist",
            "  64  the command line makes no sense",
            "  66  the message, the profiles, the key, the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal dnsbl 1.2.3.4 --list spamhaus-zen,spamcop",
            "  mailseal dnsbl http://www.example.com/a --list surbl-multi --list uribl-multi",
            "  mailseal dnsbl mail/1.eml --ip 192.0.2.1 --list spamhaus-dbl-dqs --key-file dqs.key",
            "  mailseal dnsbl --dns samples/dnsbl.zone --profile samples/blocklists.json 1.2.3.4"
        })
final class DnsblCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    BlocklistOptions lists = new BlocklistOptions();

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            converter = AddressConverter.class,
            description = "Of a message: the address of the SMTP client.")
    @Nullable
    IpAddress ip;

    @Option(names = "--helo", paramLabel = "NAME", description = "Of a message: what the client said in HELO or EHLO.")
    @Nullable
    String helo;

    @Option(names = "--mail-from", paramLabel = "ADDRESS", description = "Of a message: the envelope sender.")
    @Nullable
    String mailFrom;

    @Option(
            names = "--hops",
            paramLabel = "NUMBER",
            description = "Of a message: believe so many Received fields from the top, and ask about the clients that"
                    + " they tell of. By default none is believed: a sender can write them.")
    int hops;

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    JsonOption output = new JsonOption();

    // Required, but not by the commands below: picocli would ask for it there, too.
    @Parameters(arity = "0..1", paramLabel = "IP|DOMAIN|URL|EMAIL|MESSAGE", description = "What to ask about.")
    @Nullable
    String asked;

    @Override
    public Integer call() throws UnreadableInput {
        if (asked == null) {
            throw misuse("Missing required parameter: 'IP|DOMAIN|URL|EMAIL|MESSAGE'");
        }
        List<BlocklistProfile> profiles = lists.chosen();
        if (dns.trace && lists.haveSecret()) {
            throw misuse("--trace would show the key: it is a part of the names that are asked");
        }
        BlocklistQuestion question = question(asked);
        try (TracingResolver resolver = dns.open()) {
            DnsSessions sessions = resolver.sessions();
            BlocklistClient client =
                    BlocklistClient.builder().dns(sessions).profiles(profiles).build();
            try (DnsSession session = sessions.open()) {
                BlocklistResult result = session.evaluate(client.evaluation(question.request()));
                BlocklistInquiry inquiry =
                        new BlocklistInquiry(asked, profiles, question, result, session.usage(), resolver, dns.trace);
                output.print(inquiry, DnsblJson::print, DnsblReport::print);
                return ExitStatus.of(result);
            }
        }
    }

    private BlocklistQuestion question(String text) throws UnreadableInput {
        if (hops < 0) {
            throw misuse("--hops is a number of fields, from 0 on");
        }
        if (isMessage(text)) {
            return ofMessage(text);
        }
        if (ip != null || helo != null || mailFrom != null || hops != 0) {
            throw misuse("--ip, --helo, --mail-from and --hops are about a message, and '" + text + "' is none");
        }
        return BlocklistQuestion.of(text)
                .orElseThrow(() -> misuse("'" + text + "' is nothing that a list can be asked about"));
    }

    private static boolean isMessage(String text) {
        return text.equals("-")
                || !text.contains("://")
                        && (text.indexOf('/') >= 0
                                || text.indexOf('\\') >= 0
                                || text.toLowerCase(Locale.ROOT).endsWith(".eml"));
    }

    private BlocklistQuestion ofMessage(String name) throws UnreadableInput {
        try (MessageFile file = MessageFile.open(name, System.in);
                Message message = file.read()) {
            BlocklistRequest.Builder request = BlocklistRequest.builder();
            Optional.ofNullable(ip).ifPresent(request::client);
            Optional.ofNullable(helo).ifPresent(request::helo);
            Optional.ofNullable(mailFrom).map(ReversePath::of).ifPresent(request::mailFrom);
            if (hops > 0) {
                request.received(message.header(), TrustedHops.newest(hops));
            }
            UriExtraction found = UriExtractor.builder().build().extract(message);
            request.header(message.header()).uris(found);
            return new BlocklistQuestion(request.build(), Optional.of(found));
        } catch (IOException failed) {
            throw InputFile.unreadable(InputFile.named(name), failed);
        }
    }

    private ParameterException misuse(String message) {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return new ParameterException(command.commandLine(), message);
    }
}
