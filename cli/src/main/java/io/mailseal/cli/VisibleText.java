package io.mailseal.cli;

/** Text that others wrote, made fit for a terminal: whatever could move the cursor or hide something is shown by number. */
final class VisibleText {

    private VisibleText() {}

    static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isVisible(codePoint)) {
                visible.appendCodePoint(codePoint);
            } else {
                visible.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
            }
        }
        return visible.toString();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
