package io.mailseal.cli;

import picocli.CommandLine.Command;

/** {@code mailseal dkim}: signatures and keys. */
@Command(
        name = "dkim",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        subcommands = {
            DkimVerifyCommand.class,
            DkimSignCommand.class,
            DkimKeygenCommand.class,
            DkimRecordCommand.class,
            DkimCheckCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        usageHelpWidth = 90,
        description = "Verifies and makes the signatures of mail domains (DKIM, RFC 6376), and looks after their keys.",
        descriptionHeading = "%n",
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nFrom a new key to a signed message:%n",
        footer = {
            "  mailseal dkim keygen --domain example.com --selector s1 --out s1.key",
            "  (publish the record that it prints)",
            "  mailseal dkim check --domain example.com --selector s1 --key s1.key",
            "  mailseal dkim sign --domain example.com --selector s1 --key s1.key mail.eml"
        })
final class DkimCommand {}
