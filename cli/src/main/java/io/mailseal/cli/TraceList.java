package io.mailseal.cli;

/** Every question in the order in which they were asked, each with its answer and where its proof breaks. */
final class TraceList {

    private TraceList() {}

    static void print(TracingResolver resolver, LabelledText text) {
        String label = "Trace";
        for (TracingResolver.Entry entry : resolver.entries()) {
            String answer = entry.answer().map(AnswerText::of).orElse("taken back");
            text.item(
                    label,
                    entry.question() + ": " + answer + " (" + entry.took().toMillis() + " ms)");
            if (ChainOfTrust.breaks(entry)) {
                ChainOfTrust.print("", entry, text);
            }
            label = "";
        }
    }
}
