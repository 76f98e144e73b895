package io.mailseal.cli;

import io.mailseal.core.dns.DnsAnswer;
import java.util.stream.Collectors;

/** An answer in a line of a trace. */
final class AnswerText {

    private AnswerText() {}

    /** What was found, or what stands in its place, and the DNSSEC status. */
    static String of(DnsAnswer answer) {
        String outcome = switch (answer.outcome()) {
            case FOUND ->
                ((DnsAnswer.Found) answer)
                        .records().stream().map(RecordData::of).collect(Collectors.joining(", "));
            case NO_DATA -> "no such record";
            case NO_SUCH_NAME -> "no such name";
            case FAILED -> failure((DnsAnswer.Failed) answer);
        };
        return outcome + ", " + answer.security().word();
    }

    /** Why there is none. */
    static String failure(DnsAnswer.Failed failed) {
        String sentence = failed.cause().sentence();
        return failed.reason().isEmpty() ? sentence : sentence + ": " + failed.reason();
    }
}
