package io.mailseal.mtasts;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of the text of a record or a policy: the value, unless there are errors, and what is to be said about it. A
 * value with equality.
 *
 * @param <T> {@link MtaStsRecord} or {@link MtaStsPolicy}
 */
public final class MtaStsParse<T> {

    // It may get into logs, and strangers choose how many errors there are.
    private static final int MOST_EXPLAINED = 5;

    private final @Nullable T value;
    private final List<MtaStsFinding> findings;

    private MtaStsParse(@Nullable T value, List<MtaStsFinding> findings) {
        this.value = value;
        this.findings = List.copyOf(findings);
    }

    static <T> MtaStsParse<T> of(T value, List<MtaStsFinding> findings) {
        return new MtaStsParse<>(value, findings);
    }

    static <T> MtaStsParse<T> failed(List<MtaStsFinding> findings) {
        return new MtaStsParse<>(null, findings);
    }

    /** The record or policy; empty if and only if one of the findings is an error. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** What is wrong or odd, in the order of the text; what is missing comes last. */
    public List<MtaStsFinding> findings() {
        return findings;
    }

    /** A few sentences for people: the first errors, and how many more there are. Empty where there are none. */
    public String explanation() {
        List<String> errors = findings.stream()
                .filter(MtaStsFinding::isError)
                .map(MtaStsFinding::explanation)
                .toList();
        String first = String.join(" ", errors.subList(0, Math.min(errors.size(), MOST_EXPLAINED)));
        int more = errors.size() - MOST_EXPLAINED;
        return more <= 0
                ? first
                : first + " There " + (more == 1 ? "is one error more." : "are " + more + " errors more.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MtaStsParse<?> that && value().equals(that.value()) && findings.equals(that.findings);
    }

    @Override
    public int hashCode() {
        return findings.hashCode() + 31 * value().hashCode();
    }

    @Override
    public String toString() {
        return value().map(Object::toString).orElse("nothing") + " " + findings;
    }
}
