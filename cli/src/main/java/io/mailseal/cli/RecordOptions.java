package io.mailseal.cli;

import io.mailseal.dkim.DkimKeyRecord;
import io.mailseal.dkim.DkimPrivateKey;
import picocli.CommandLine.Option;

/** What is to stand in the record of a key, beside the key. */
final class RecordOptions {

    @Option(
            names = "--allow-identities-below-domain",
            description = "Let signatures of the key have identities below the domain (i=@news.example.com): no t=s"
                    + " in its record.")
    boolean belowDomain;

    @Option(names = "--testing", description = "Say in the record that the domain is only trying out DKIM (t=y).")
    boolean testing;

    /** Whether any is given. */
    boolean isAny() {
        return belowDomain || testing;
    }

    DkimKeyRecord record(DkimPrivateKey key) {
        DkimKeyRecord.Builder builder = DkimKeyRecord.builder(key);
        if (belowDomain) {
            builder.allowIdentitiesBelowDomain();
        }
        if (testing) {
            builder.testing();
        }
        return builder.build();
    }
}
