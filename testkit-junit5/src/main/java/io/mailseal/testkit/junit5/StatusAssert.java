package io.mailseal.testkit.junit5;

import java.util.List;
import org.opentest4j.AssertionFailedError;

/**
 * What a test says of the result of one method. Each method returns the same object, or throws an {@link
 * AssertionFailedError} whose message shows what the result is, and why. Immutable.
 *
 * @param <S> the statuses that the method knows
 */
public final class StatusAssert<S extends Enum<S>> {

    private final String method;
    private final S status;
    private final List<String> explanations;

    StatusAssert(String method, S status, List<String> explanations) {
        this.method = method;
        this.status = status;
        this.explanations = List.copyOf(explanations);
    }

    /** It is this one. */
    public StatusAssert<S> is(S expected) {
        if (status != expected) {
            throw Failure.of(method + " to be " + Failure.shown(expected), expected, status, why());
        }
        return this;
    }

    /** A sentence that explains it has this text in it. */
    public StatusAssert<S> explains(String text) {
        if (explanations.stream().noneMatch(explanation -> explanation.contains(text))) {
            throw Failure.of(method + " to be explained with \"" + text + "\"", text, status, why());
        }
        return this;
    }

    private String why() {
        StringBuilder why = new StringBuilder();
        explanations.forEach(
                explanation -> why.append(System.lineSeparator()).append("  ").append(explanation));
        return why.toString();
    }
}
