package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.inbound.SmtpEnvelope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How messages came here: as the user says, or as a host that the user trusts has noted in each of them. */
final class EnvelopeOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            converter = AddressConverter.class,
            description =
                    "The address of the SMTP client. Without it, and without --trusted-host, SPF is not evaluated.")
    @Nullable
    IpAddress ip;

    @Option(names = "--helo", paramLabel = "NAME", description = "What the client said in HELO or EHLO.")
    @Nullable
    String helo;

    @Option(
            names = "--mail-from",
            paramLabel = "ADDRESS",
            description = "The envelope sender. Empty, <> or left out: the null reverse-path, for which SPF looks at"
                    + " the HELO name.")
    @Nullable
    String mailFrom;

    @Option(
            names = "--trusted-host",
            paramLabel = "NAME",
            converter = DomainNameConverter.class,
            description = "Take client and HELO from the topmost Received field written by this host (by NAME), the one"
                    + " where your mail comes in. Fields below it are not looked at: the sender may have written them.")
    @Nullable
    DomainName trustedHost;

    @Option(
            names = "--return-path",
            description = "Take the envelope sender from the Return-Path field, if there is one above the field of"
                    + " --trusted-host.")
    boolean returnPath;

    /**
     * How one message came.
     *
     * @param hop what the trusted host says of it; null without such a host
     */
    record Arrival(SmtpEnvelope envelope, @Nullable TrustedHop hop) {}

    void requireSense() {
        if (returnPath && trustedHost == null) {
            throw misuse("--return-path says nothing without --trusted-host: anybody can write such a field");
        }
        if (returnPath && mailFrom != null) {
            throw misuse("--return-path and --mail-from exclude each other");
        }
        if (trustedHost != null && (ip != null || helo != null)) {
            throw misuse("--trusted-host says what " + (ip != null ? "--ip" : "--helo") + " would");
        }
    }

    /** How the message with this header came. */
    Arrival arrival(HeaderBlock header) {
        if (trustedHost == null) {
            return new Arrival(ip == null ? SmtpEnvelope.unknown() : envelope(ip, helo, mailFrom), null);
        }
        TrustedHop hop = TrustedHop.of(header, trustedHost);
        String sender = returnPath ? hop.returnPath().orElse(null) : mailFrom;
        return new Arrival(
                hop.client().map(client -> envelope(client, hop.helo(), sender)).orElseGet(SmtpEnvelope::unknown), hop);
    }

    private static SmtpEnvelope envelope(IpAddress client, @Nullable String helo, @Nullable String mailFrom) {
        return SmtpEnvelope.of(client, helo == null ? "" : helo, mailFrom == null ? "" : ReversePath.of(mailFrom));
    }

    private RuntimeException misuse(String message) {
        return command == null
                ? new IllegalStateException("made by picocli")
                : new ParameterException(command.commandLine(), message);
    }
}
