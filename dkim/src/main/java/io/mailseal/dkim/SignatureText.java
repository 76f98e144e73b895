package io.mailseal.dkim;

import java.util.List;

/**
 * A DKIM-Signature field being written. It is folded between tags, in {@code h=} after colons, in base64 anywhere, and
 * nowhere else; so that it stays within 76 columns, unless a value that can't be broken is longer.
 *
 * @rfc 6376 3.5
 */
final class SignatureText {

    private static final String NAME = "DKIM-Signature:";
    private static final String RELAXED_NAME = "dkim-signature:";
    private static final int COLUMNS = 76;
    private static final String CRLF = "\r\n";
    private static final String FOLD = CRLF + " ";

    private final StringBuilder text = new StringBuilder(1024).append(NAME);
    private int column = text.length();

    /** Adds a tag whose value stays whole. */
    void tag(String name, String value) {
        beginTag(name.length() + 1 + value.length() + 1);
        add(name);
        add("=");
        add(value);
        add(";");
    }

    /** Adds a tag whose value is a list with colons; at least one item. */
    void list(String name, List<String> items) {
        int last = items.size() - 1;
        beginTag(name.length() + 1 + items.get(0).length() + 1);
        add(name);
        add("=");
        for (int i = 0; i <= last; i++) {
            String item = items.get(i);
            if (i > 0 && column + item.length() + 1 > COLUMNS) {
                fold();
            }
            add(item);
            add(i < last ? ":" : ";");
        }
    }

    // A blank or a new line before it.
    private void beginTag(int length) {
        if (column + 1 + length > COLUMNS) {
            fold();
        } else {
            add(" ");
        }
    }

    private void fold() {
        text.append(FOLD);
        column = 1;
    }

    private void add(String more) {
        text.append(more);
        column += more.length();
    }

    /** Adds the last tag, which is to be the signature, without its value. Nothing but {@link #signed} may follow. */
    void beginSignature() {
        fold();
        add("b=");
    }

    /**
     * What is there so far in canonical form, without a line end. In the relaxed one only the name and the folds differ,
     * since blanks stand alone in what is written here.
     *
     * @rfc 6376 3.4.2
     */
    String canonical(DkimCanonicalization canonicalization) {
        return switch (canonicalization) {
            case SIMPLE -> text.toString();
            case RELAXED -> relaxed(text.toString());
        };
    }

    private static String relaxed(String whole) {
        StringBuilder relaxed = new StringBuilder(whole.length()).append(RELAXED_NAME);
        int from = NAME.length() + 1;
        for (int fold = whole.indexOf(CRLF); fold >= 0; fold = whole.indexOf(CRLF, from)) {
            relaxed.append(whole, from, fold);
            from = fold + CRLF.length();
        }
        return relaxed.append(whole, from, whole.length()).toString();
    }

    /** The whole field with its line end. */
    String signed(String base64) {
        int at = 0;
        while (at < base64.length()) {
            if (at > 0) {
                fold();
            }
            int end = Math.min(base64.length(), at + COLUMNS - column);
            text.append(base64, at, end);
            at = end;
        }
        return text.append(CRLF).toString();
    }
}
