package io.mailseal.cli;

import java.io.PrintWriter;

/** How each of many messages is shown. */
interface MessageFormat {

    /** What came out. */
    void print(Verdict verdict, PrintWriter out);

    /** Why nothing did. */
    void print(StoredMessage message, ReadFailure failure, PrintWriter out);

    /** For programs. */
    MessageFormat JSON = new MessageFormat() {
        @Override
        public void print(Verdict verdict, PrintWriter out) {
            VerdictJson.print(verdict, out);
        }

        @Override
        public void print(StoredMessage message, ReadFailure failure, PrintWriter out) {
            VerdictJson.print(message, failure, out);
        }
    };

    /** Not at all. */
    MessageFormat NOTHING = new MessageFormat() {
        @Override
        public void print(Verdict verdict, PrintWriter out) {
            // The sum is enough.
        }

        @Override
        public void print(StoredMessage message, ReadFailure failure, PrintWriter out) {
            // The sum is enough.
        }
    };

    /** A line. */
    static MessageFormat line(Colours colours) {
        return new VerdictLine(colours);
    }

    /** All that there is to say, and an empty line. */
    static MessageFormat report(Colours colours) {
        VerdictLine line = new VerdictLine(colours);
        return new MessageFormat() {
            @Override
            public void print(Verdict verdict, PrintWriter out) {
                VerdictReport.print(verdict, out, colours);
                out.println();
            }

            @Override
            public void print(StoredMessage message, ReadFailure failure, PrintWriter out) {
                line.print(message, failure, out);
                out.println();
            }
        };
    }
}
