package io.mailseal.testkit;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said about names: about one question, about one name, or by {@code *.name} about everything below a name.
 * The nearest name wins; at one name, what was said of the type. Immutable.
 */
final class NameRules<T> {

    private final Map<DnsQuestion, T> byQuestion;
    private final Map<DomainName, T> byName;

    private NameRules(Map<DnsQuestion, T> byQuestion, Map<DomainName, T> byName) {
        this.byQuestion = Map.copyOf(byQuestion);
        this.byName = Map.copyOf(byName);
    }

    static <T> NameRules<T> none() {
        return new NameRules<>(Map.of(), Map.of());
    }

    NameRules<T> with(DnsQuestion question, T rule) {
        Map<DnsQuestion, T> changed = new HashMap<>(byQuestion);
        changed.put(question, rule);
        return new NameRules<>(changed, byName);
    }

    NameRules<T> with(DomainName name, T rule) {
        Map<DomainName, T> changed = new HashMap<>(byName);
        changed.put(name, rule);
        return new NameRules<>(byQuestion, changed);
    }

    /** With the other's rules above these: what the other says of a name, it says of all types there. */
    NameRules<T> under(NameRules<T> other) {
        Map<DnsQuestion, T> questions = new HashMap<>(byQuestion);
        questions.keySet().removeIf(question -> other.byName.containsKey(question.name()));
        questions.putAll(other.byQuestion);
        Map<DomainName, T> names = new HashMap<>(byName);
        names.putAll(other.byName);
        return new NameRules<>(questions, names);
    }

    @Nullable
    T find(DomainName name, DnsType type) {
        T rule = at(name, type);
        for (DomainName above = name; rule == null && !above.isRoot(); ) {
            above = above.parent();
            DomainName star = above.below("*").orElse(null);
            rule = star == null ? null : at(star, type);
        }
        return rule;
    }

    private @Nullable T at(DomainName name, DnsType type) {
        T rule = byQuestion.get(new DnsQuestion(name, type));
        return rule != null ? rule : byName.get(name);
    }
}
