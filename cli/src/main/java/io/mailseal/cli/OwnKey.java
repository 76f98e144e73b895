package io.mailseal.cli;

import io.mailseal.dkim.DkimKeyRecord;
import io.mailseal.dkim.DkimPrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * A private key with the record that it needs.
 *
 * @param file as it was named on the command line
 * @param name where it will be published, if that was said
 */
record OwnKey(
        String file,
        DkimPrivateKey key,
        DkimKeyRecord record,
        @Nullable KeyName name) {}
