package io.mailseal.testkit.zonefile;

/** A zone's text makes no sense in this line. */
public final class ZoneSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public ZoneSyntaxException(int line, String reason) {
        super("line " + line + ": " + reason);
    }

    public ZoneSyntaxException(int line, IllegalArgumentException reason) {
        super("line " + line + ": " + reason.getMessage(), reason);
    }
}
