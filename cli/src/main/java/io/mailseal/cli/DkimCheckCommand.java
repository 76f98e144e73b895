package io.mailseal.cli;

import io.mailseal.dkim.DkimPrivateKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mailseal dkim check}: whether what is published is what a private key needs. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal dkim check [OPTIONS] --domain NAME --selector NAME --key FILE",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Looks up the record of a selector, and tells whether mail that is signed with the private"
                    + " key will pass: before it is used for the first time, and when keys are replaced.",
            "",
            "It tells what one name server sees. Ask each of those of the zone (--server) to know that"
                    + " the key is there for everybody."
        },
        descriptionHeading = "%n",
        optionListHeading = "%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0   the record holds the public key, and allows to sign mail with it",
            "  1   it does not: another key, revoked, malformed, several records, none for DKIM",
            "  2   the lookup failed: try again later",
            "  3   there is no text record",
            "  64  the command line makes no sense",
            "  66  the key, the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Example:",
            "  mailseal dkim check --domain example.com --selector s1 --key s1.key"
        })
final class DkimCheckCommand implements Callable<Integer> {

    @Mixin
    KeyNameOptions name = new KeyNameOptions();

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "The private key.")
    String keyFile = "";

    @Mixin
    PasswordOption password = new PasswordOption();

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    JsonOption output = new JsonOption();

    @Override
    public Integer call() throws UnreadableInput {
        DkimPrivateKey key = password.key(keyFile);
        KeyName published = name.ofSigning(key);
        KeyInquiry inquiry = KeyInquiry.ask(
                keyFile, published, dns, checker -> checker.evaluation(published.selector(), published.domain(), key));
        output.print(inquiry, DkimKeyJson::printPublished, DkimKeyReport::printPublished);
        return ExitStatus.of(inquiry.check());
    }
}
