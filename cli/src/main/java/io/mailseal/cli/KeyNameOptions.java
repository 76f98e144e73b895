package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimPrivateKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a key is published, or will be; the same on every command that is about one key. */
final class KeyNameOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            required = true,
            converter = DomainNameConverter.class,
            description = "The domain that signs.")
    @Nullable
    DomainName domain;

    @Option(
            names = "--selector",
            paramLabel = "NAME",
            required = true,
            converter = DomainNameConverter.class,
            description = "The name of the key; a new one for each key.")
    @Nullable
    DomainName selector;

    /** The name, which signatures of this key can have. */
    KeyName ofSigning(DkimPrivateKey key) {
        if (command == null || domain == null || selector == null) {
            throw new IllegalStateException("picocli requires them");
        }
        return of(selector, domain, key, command);
    }

    /** The same from elsewhere on the command line. */
    static KeyName of(DomainName selector, DomainName domain, DkimPrivateKey key, CommandSpec command) {
        KeyName name = new KeyName(selector, domain);
        try {
            name.requireSigning(key);
            return name;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }
}
