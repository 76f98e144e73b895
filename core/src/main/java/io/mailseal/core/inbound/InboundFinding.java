package io.mailseal.core.inbound;

import io.mailseal.core.authres.MethodResult;
import java.util.List;
import java.util.Objects;

/**
 * What a method has found out about a message.
 *
 * @param results for the Authentication-Results field, each under the name of the method; may be none
 * @param detail all that it has found, in a type of its own: an immutable value with equality, never null. Users ask for it
 *     by that type
 */
public record InboundFinding(List<MethodResult> results, Object detail) {

    /** Copies the list. */
    public InboundFinding {
        results = List.copyOf(results);
        Objects.requireNonNull(detail, "detail");
    }

    /** A finding with one result. */
    public static InboundFinding of(MethodResult result, Object detail) {
        return new InboundFinding(List.of(result), detail);
    }
}
