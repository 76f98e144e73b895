package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name to be asked for, or why there is none. The name may hold the key of a list, and must not leave in a result, an
 * exception or a log: {@link #shown} is for these.
 */
final class ListQuery {

    private final @Nullable DomainName name;
    private final @Nullable DomainName shown;
    private final @Nullable NotAsked reason;

    private ListQuery(@Nullable DomainName name, @Nullable DomainName shown, @Nullable NotAsked reason) {
        this.name = name;
        this.shown = shown;
        this.reason = reason;
    }

    static ListQuery of(DomainName name, DomainName shown) {
        return new ListQuery(name, shown, null);
    }

    static ListQuery notAsked(NotAsked reason) {
        return new ListQuery(null, null, Objects.requireNonNull(reason));
    }

    /** The name with the key in it: for questions alone. */
    Optional<DomainName> name() {
        return Optional.ofNullable(name);
    }

    /** The name with {@code ***} in the place of the key. */
    Optional<DomainName> shown() {
        return Optional.ofNullable(shown);
    }

    /** There if and only if there is no name. */
    Optional<NotAsked> reason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListQuery that
                && Objects.equals(name, that.name)
                && Objects.equals(shown, that.shown)
                && reason == that.reason;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, reason);
    }

    @Override
    public String toString() {
        return shown != null ? shown.toString() : "not asked: " + reason;
    }
}
