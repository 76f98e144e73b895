package io.mailseal.cli;

import org.jspecify.annotations.Nullable;

/**
 * What came of one of many messages, ready to be printed.
 *
 * @param printed whole lines
 * @param words for the sum; null where the message could not be read
 * @param bug what should not have happened
 */
record MessageOutcome(
        String printed,
        long octets,
        int exitStatus,
        @Nullable ResultWords words,
        @Nullable Throwable bug) {

    /** The result of each method in a word. */
    record ResultWords(
            String dmarc,
            String spf,
            String helo,
            String iprev,
            String dkim,
            @Nullable String hop,
            boolean differs) {

        /** Of a method that was not evaluated. */
        static final String NONE = "-";

        static ResultWords of(Verdict verdict) {
            return new ResultWords(
                    verdict.result().dmarc().status().word(),
                    verdict.result().spf().map(spf -> spf.status().word()).orElse(NONE),
                    verdict.result().spfHelo().map(spf -> spf.status().word()).orElse(NONE),
                    verdict.result().iprev().map(iprev -> iprev.status().word()).orElse(NONE),
                    verdict.result().dkim().status().word(),
                    verdict.hop().map(hop -> JsonLine.word(hop.status())).orElse(null),
                    verdict.comparison()
                            .filter(both -> !both.differences().isEmpty())
                            .isPresent());
        }
    }
}
