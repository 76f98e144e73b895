package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.spf.SpfFinding.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is found in one record. */
final class FindingList {

    /** How many findings of one code are told; whoever wrote more of them than that knows. */
    static final int MAX_OF_A_CODE = 20;

    private final @Nullable DomainName domain;
    private final List<SpfFinding> findings = new ArrayList<>();
    private final Map<Code, Integer> counts = new EnumMap<>(Code.class);

    /** @param domain whose record it is; null for one that is looked at by itself */
    FindingList(@Nullable DomainName domain) {
        this.domain = domain;
    }

    /** Something about the record. */
    void add(Code code, String explanation) {
        add(new FindingMade(code, domain, null, 0, explanation));
    }

    /** Something about a term of it. */
    void add(Code code, PlacedTerm term, String explanation) {
        add(new FindingMade(code, domain, term.term().text(), term.position(), explanation));
    }

    void add(SpfFinding finding) {
        if (!isFull(finding.code())) {
            counts.merge(finding.code(), 1, Integer::sum);
            findings.add(finding);
        }
    }

    boolean has(Code code) {
        return counts.containsKey(code);
    }

    boolean isFull(Code code) {
        return counts.getOrDefault(code, 0) >= MAX_OF_A_CODE;
    }

    /** In the order of the record. */
    List<SpfFinding> inOrder() {
        List<SpfFinding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparingInt(SpfFinding::position));
        return List.copyOf(sorted);
    }
}
