package io.mailseal.cli;

import io.mailseal.core.DomainName;
import java.io.PrintWriter;

/** The verdict on one of many messages, on one line: {@code dmarc=pass spf=pass dkim=pass example.com inbox#1}. */
final class VerdictLine implements MessageFormat {

    private static final int WORD_WIDTH = 11;
    private static final int AUTHOR_WIDTH = 24;

    private final Colours colours;

    VerdictLine(Colours colours) {
        this.colours = colours;
    }

    @Override
    public void print(Verdict verdict, PrintWriter out) {
        MessageOutcome.ResultWords words = MessageOutcome.ResultWords.of(verdict);
        out.print(column("dmarc", words.dmarc(), WORD_WIDTH));
        out.print(column("spf", words.spf(), WORD_WIDTH));
        out.print(column("dkim", words.dkim(), WORD_WIDTH));
        String author = verdict.result()
                .author()
                .authorDomain()
                .map(DomainName::toString)
                .orElse(MessageOutcome.ResultWords.NONE);
        out.print(padded(author, AUTHOR_WIDTH));
        out.println(VisibleText.of(verdict.message().name()));
    }

    @Override
    public void print(StoredMessage message, ReadFailure failure, PrintWriter out) {
        out.print(column("error", JsonLine.word(failure.kind()), WORD_WIDTH));
        out.println(VisibleText.of(message.name() + ": " + failure.explanation()));
    }

    private String column(String method, String word, int width) {
        return method + "=" + colours.paint(word) + " ".repeat(Math.max(1, width - word.length()));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
