package io.mailseal.cli;

/** The sender of the envelope, as it is written on the command line. */
final class ReversePath {

    private ReversePath() {}

    /** Without the angle brackets, if it has any. */
    static String of(String path) {
        boolean bracketed = path.startsWith("<") && path.endsWith(">");
        return bracketed ? path.substring(1, path.length() - 1) : path;
    }
}
