package io.mailseal.cli;

/** Colours for result words, on terminals whose user wants any. */
enum Colours {
    ON,
    OFF;

    /** The start script knows whether standard output is a terminal; NO_COLOR is what its user says. */
    static Colours ofTerminal() {
        String noColour = System.getenv("NO_COLOR");
        boolean wanted = noColour == null || noColour.isEmpty();
        return wanted && Boolean.getBoolean("mailseal.terminal") ? ON : OFF;
    }

    /** The word in the colour that it deserves. */
    String paint(String word) {
        if (this == OFF) {
            return word;
        }
        int colour = switch (word.strip()) {
            case "pass", "secure", "matches", "allow" -> 32;
            case "fail", "permerror", "BOGUS", "Error", "skip_mx" -> 31;
            case "temperror", "softfail", "policy", "could not be validated", "Warning", "allow_and_report" -> 33;
            default -> 0;
        };
        return colour == 0 ? word : "\u001b[" + colour + "m" + word + "\u001b[0m";
    }
}
