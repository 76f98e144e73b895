package io.mailseal.cli;

/** A file that can't be read, or is not what it should be. */
final class UnreadableInput extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableInput(String message) {
        super(message);
    }

    UnreadableInput(String message, Exception cause) {
        super(message, cause);
    }
}
