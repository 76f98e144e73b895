package io.mailseal.cli;

import io.mailseal.dkim.DkimSigner;
import picocli.CommandLine.Option;

/** What is signed although the signature may break, or be misused. */
final class SigningAllowances {

    static final String LONG_LINES = "--allow-long-lines";
    static final String UNDECLARED_EIGHT_BIT = "--allow-undeclared-8bit";
    static final String REPEATED_FIELDS = "--allow-repeated-fields";

    @Option(
            names = LONG_LINES,
            description = "Sign messages with lines of more than 998 octets, which servers on the way may break.")
    boolean longLines;

    @Option(
            names = UNDECLARED_EIGHT_BIT,
            description = "Sign messages with octets above 127 in a body that is not declared to have any"
                    + " (Content-Transfer-Encoding), which servers on the way may encode.")
    boolean undeclaredEightBit;

    @Option(
            names = REPEATED_FIELDS,
            description =
                    "Sign messages in which a field that may occur once, such as Subject, is repeated: nobody knows"
                            + " which one people see.")
    boolean repeatedFields;

    void apply(DkimSigner.Builder builder) {
        if (longLines) {
            builder.allowLongLines();
        }
        if (undeclaredEightBit) {
            builder.allowUndeclaredEightBitBody();
        }
        if (repeatedFields) {
            builder.allowRepeatedFields();
        }
    }
}
