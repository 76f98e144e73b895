package io.mailseal.testkit;

/** A zone's text makes no sense in this line. */
final class ZoneSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    ZoneSyntaxException(int line, String reason) {
        super("line " + line + ": " + reason);
    }

    ZoneSyntaxException(int line, IllegalArgumentException reason) {
        super("line " + line + ": " + reason.getMessage(), reason);
    }
}
