package io.mailseal.dnsbl;

/**
 * How a check treats a list, decided before it begins.
 *
 * @param state what was remembered then
 */
record ListTurn(Use use, ListState state) {

    /** For a list that has nothing to be asked. */
    static ListTurn none(String list) {
        return new ListTurn(Use.ASK, ListState.ready(list));
    }

    /** How. */
    enum Use {
        /** It is asked. */
        ASK,
        /** It is asked, and so are its test points: it was suspended. */
        PROBE,
        /** It is left alone. */
        SUSPENDED
    }
}
