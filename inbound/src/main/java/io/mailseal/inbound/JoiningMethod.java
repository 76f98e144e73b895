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
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A method that joined, at one message: what it throws, wherever it does, becomes its outcome, and no more is asked of it.
 * For one thread at a time, apart from its evaluation.
 */
final class JoiningMethod {

    private static final String NOTHING = "it returned null";

    private final JoinedMethod method;
    private final String name;
    private @Nullable InboundCheck check;
    private boolean wantsBody;
    private String failure = "";
    private List<MethodResult> readyFor = List.of();
    private @Nullable DnsEvaluation<InboundMethodOutcome> evaluation;

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

    /**
     * Its rules, when the body is over: the same part whenever it is asked for the same, since it is known by its identity.
     * What a method gave is neither compared nor hashed, which is code of its own.
     */
    synchronized DnsEvaluation<InboundMethodOutcome> evaluation(List<MethodResult> before) {
        DnsEvaluation<InboundMethodOutcome> ready = evaluation;
        if (ready == null || !before.equals(readyFor)) {
            ready = rules(before);
            readyFor = before;
            evaluation = ready;
        }
        return ready;
    }

    @SuppressWarnings("NullAway") // it is somebody else's code that gives the rules
    private DnsEvaluation<InboundMethodOutcome> rules(List<MethodResult> before) {
        InboundCheck running = check;
        if (running == null) {
            return failed(failure);
        }
        try {
            DnsEvaluation<InboundFinding> rules = running.evaluation(before);
            if (rules == null) {
                return failed(NOTHING);
            }
            return rules.getClass().isRecord() ? new Guarded(name, rules) : failed("its evaluation is no record");
        } catch (Throwable thrown) {
            return failed(words(thrown));
        }
    }

    private DnsEvaluation<InboundMethodOutcome> failed(String words) {
        return new Settled<>(InboundMethodOutcome.failed(name, words));
    }

    private <T> @Nullable T attempt(Callable<T> step) {
        try {
            T value = step.call();
            if (value != null) {
                return value;
            }
            failure = NOTHING;
        } catch (Throwable thrown) {
            failure = words(thrown);
        }
        check = null;
        wantsBody = false;
        return null;
    }

    // What is wrong with the machine is no outcome of a method: it is thrown on.
    private static String words(Throwable thrown) {
        if (thrown instanceof VirtualMachineError broken && !(thrown instanceof StackOverflowError)) {
            throw broken;
        }
        String name = thrown.getClass().getName();
        try {
            String message = thrown.getMessage();
            return message == null ? name : name + ": " + message;
        } catch (RuntimeException | Error noWords) {
            return name;
        }
    }

    /**
     * The rules, and whatever they throw. What the view throws to stop them is caught, too, and does no harm: without the
     * answer the view drops what came of it. If it was another view, one that they had kept, that is their failure.
     */
    private record Guarded(String name, DnsEvaluation<InboundFinding> rules)
            implements DnsEvaluation<InboundMethodOutcome> {

        @Override
        public InboundMethodOutcome evaluate(DnsView dns) {
            try {
                return outcome(rules.evaluate(dns));
            } catch (Throwable thrown) {
                return InboundMethodOutcome.failed(name, words(thrown));
            }
        }

        @SuppressWarnings("NullAway") // it is somebody else's code that gave it
        private InboundMethodOutcome outcome(InboundFinding finding) {
            if (finding == null) {
                return InboundMethodOutcome.failed(name, NOTHING);
            }
            for (MethodResult result : finding.results()) {
                // RFC 8601 §2.2: keywords have no case.
                if (!result.method().toLowerCase(Locale.ROOT).equals(name)) {
                    return InboundMethodOutcome.failed(name, "it speaks for another method, " + result.method());
                }
            }
            return InboundMethodOutcome.of(name, finding);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
