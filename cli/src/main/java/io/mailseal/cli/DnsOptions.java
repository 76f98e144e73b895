package io.mailseal.cli;

import io.mailseal.core.dns.DnsTimer;
import io.mailseal.dns.DnsClient;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whom to ask; the same on every command that asks DNS. */
final class DnsOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @ArgGroup
    Source source = new Source();

    static final class Source {

        @Option(
                names = "--dns",
                paramLabel = "FILE.zone",
                description = "Answer every question from this master file; nothing is asked on the network.")
        @Nullable
        String zone;

        @Option(
                names = "--server",
                paramLabel = "HOST[:PORT]",
                description = "Ask this name server, an IP address. By default those of the system are asked.")
        @Nullable
        String server;
    }

    @Option(names = "--trace", description = "Show every question with its answer.")
    boolean trace;

    /** The resolver, which takes notes. */
    TracingResolver open() throws UnreadableInput {
        if (source.zone != null) {
            // In virtual time: what a zone file says of delays and timeouts happens at once.
            VirtualClock clock = new VirtualClock();
            return new TracingResolver(
                    load(InputFile.named(source.zone)).withClock(clock), clock, () -> {}, "the file " + source.zone);
        }
        DnsClient client = source.server == null ? DnsClient.system() : server(source.server);
        String servers = "the name servers " + String.join(", ", client.servers());
        return new TracingResolver(client, DnsTimer.system(), client::close, servers);
    }

    private DnsClient server(String address) {
        try {
            return DnsClient.server(address);
        } catch (IllegalArgumentException wrong) {
            if (command == null) {
                throw wrong;
            }
            throw new ParameterException(
                    command.commandLine(), "Invalid value for option '--server': " + wrong.getMessage());
        }
    }

    private static InMemoryDns load(Path zone) throws UnreadableInput {
        try {
            return InMemoryDns.load(zone);
        } catch (IOException failed) {
            throw InputFile.unreadable(zone, failed);
        } catch (IllegalArgumentException wrong) {
            throw new UnreadableInput("'" + zone + "' is no master file: " + wrong.getMessage(), wrong);
        }
    }
}
