package io.mailseal.inbound;

import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import io.mailseal.core.inbound.InboundCheck;
import io.mailseal.core.inbound.InboundContext;
import io.mailseal.core.inbound.InboundFinding;
import io.mailseal.core.inbound.InboundMethod;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A method that joined, at one message: what it throws, wherever it does, becomes its outcome, and no more is asked of it.
 * For one thread at a time, apart from its evaluation.
 */
final class JoiningMethod {

    private final JoinedMethod method;
    private final String name;
    private @Nullable InboundCheck check;
    private boolean wantsBody;
    private String failure = "";

    JoiningMethod(JoinedMethod method, InboundContext context) {
        this.method = method;
        this.name = method.name();
        InboundCheck begun = attempt(() -> method.method().begin(context));
        this.check = begun;
        this.wantsBody = begun != null && Boolean.TRUE.equals(attempt(begun::wantsBody));
    }

    boolean isAfterDmarc() {
        return method.stage() == InboundMethod.Stage.AFTER_DMARC;
    }

    boolean wantsBody() {
        return wantsBody;
    }

    Collection<DnsQuestion> questions() {
        InboundCheck running = check;
        Collection<DnsQuestion> questions = running == null ? null : attempt(() -> List.copyOf(running.questions()));
        return questions == null ? List.of() : questions;
    }

    void update(byte[] octets, int offset, int length) {
        InboundCheck running = check;
        if (wantsBody && running != null) {
            attempt(() -> {
                running.update(octets, offset, length);
                return true;
            });
        }
    }

    /** Its rules, when the body is over. */
    DnsEvaluation<InboundMethodOutcome> evaluation(List<MethodResult> before) {
        InboundCheck running = check;
        if (running == null) {
            return new Settled(InboundMethodOutcome.failed(name, failure));
        }
        try {
            DnsEvaluation<InboundFinding> rules = running.evaluation(before);
            return rules.getClass().isRecord()
                    ? new Guarded(name, rules)
                    : new Settled(InboundMethodOutcome.failed(name, "its evaluation is no record"));
        } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
            return new Settled(InboundMethodOutcome.failed(name, thrown.toString()));
        }
    }

    private <T> @Nullable T attempt(Callable<T> step) {
        try {
            T value = step.call();
            if (value != null) {
                return value;
            }
            failure = "it returned null";
        } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
            failure = thrown.toString();
        }
        check = null;
        wantsBody = false;
        return null;
    }

    private record Settled(InboundMethodOutcome outcome) implements DnsEvaluation<InboundMethodOutcome> {

        @Override
        public InboundMethodOutcome evaluate(DnsView dns) {
            return outcome;
        }
    }

    /** Not caught is what the view throws to stop the rules: it is none of these. */
    private record Guarded(String name, DnsEvaluation<InboundFinding> rules)
            implements DnsEvaluation<InboundMethodOutcome> {

        @Override
        public InboundMethodOutcome evaluate(DnsView dns) {
            try {
                return outcome(rules.evaluate(dns));
            } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
                return InboundMethodOutcome.failed(name, thrown.toString());
            }
        }

        @SuppressWarnings("NullAway") // it is somebody else's code that gave it
        private InboundMethodOutcome outcome(InboundFinding finding) {
            if (finding == null) {
                return InboundMethodOutcome.failed(name, "it returned null");
            }
            for (MethodResult result : finding.results()) {
                if (!result.method().equals(name)) {
                    return InboundMethodOutcome.failed(name, "it speaks for another method, " + result.method());
                }
            }
            return InboundMethodOutcome.of(name, finding);
        }
    }
}
