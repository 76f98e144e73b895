package io.mailseal.mtasts;

import java.io.IOException;

/** What a server says can't be read on. It never leaves the package. */
final class ResponseProblem extends IOException {

    private static final long serialVersionUID = 1;

    private final MtaStsProblem.Kind kind;

    ResponseProblem(MtaStsProblem.Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    static ResponseProblem malformed(String sentence) {
        return new ResponseProblem(MtaStsProblem.Kind.MALFORMED_RESPONSE, sentence);
    }

    static ResponseProblem tooLarge(String sentence) {
        return new ResponseProblem(MtaStsProblem.Kind.TOO_LARGE, sentence);
    }

    static ResponseProblem lost() {
        return new ResponseProblem(
                MtaStsProblem.Kind.CONNECTION_LOST, "The policy host closed the connection too early.");
    }

    MtaStsProblem problem() {
        return new MtaStsProblem(kind, String.valueOf(getMessage()));
    }
}
