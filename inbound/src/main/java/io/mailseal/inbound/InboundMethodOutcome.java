package io.mailseal.inbound;

import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.inbound.InboundFinding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a method that joined: a finding; or a failure, if it threw something or broke its contract, which changes
 * nothing else. A value, if the detail of the finding is one.
 */
public final class InboundMethodOutcome {

    private final String method;
    private final @Nullable InboundFinding finding;
    private final String failure;

    private InboundMethodOutcome(String method, @Nullable InboundFinding finding, String failure) {
        this.method = method;
        this.finding = finding;
        this.failure = failure;
    }

    static InboundMethodOutcome of(String method, InboundFinding finding) {
        return new InboundMethodOutcome(method, finding, "");
    }

    static InboundMethodOutcome failed(String method, String failure) {
        return new InboundMethodOutcome(method, null, failure);
    }

    /** The name of the method. */
    public String method() {
        return method;
    }

    /** What it found; empty if it failed. */
    public Optional<InboundFinding> finding() {
        return Optional.ofNullable(finding);
    }

    /** What it found, for the Authentication-Results field; none if it failed. */
    public List<MethodResult> results() {
        return finding == null ? List.of() : finding.results();
    }

    /** For its author: what went wrong, if it failed. Text of an exception is in it. */
    public Optional<String> failure() {
        return finding == null ? Optional.of(failure) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InboundMethodOutcome that
                && method.equals(that.method)
                && Objects.equals(finding, that.finding)
                && failure.equals(that.failure);
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, finding, failure);
    }

    /** For people. */
    @Override
    public String toString() {
        return method + ": " + (finding == null ? "failed: " + failure : finding.results());
    }
}
