package io.mailseal.cli;

import java.util.OptionalInt;

/** What the start script knows of the terminal, which Java does not. */
final class Terminal {

    private static final int COLUMNS = 80;

    private Terminal() {}

    /** How wide the terminal is that standard error goes to; empty if it goes elsewhere, or can't show a bar. */
    static OptionalInt errorColumns() {
        boolean terminal = Boolean.getBoolean("mailseal.terminal.err") && !"dumb".equals(System.getenv("TERM"));
        int columns = Integer.getInteger("mailseal.columns", COLUMNS);
        return terminal ? OptionalInt.of(columns > 0 ? columns : COLUMNS) : OptionalInt.empty();
    }
}
