package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.dmarc.DmarcFinding.Code;
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
    private final List<DmarcFinding> findings = new ArrayList<>();
    private final Map<Code, Integer> counts = new EnumMap<>(Code.class);

    /** @param domain whose record it is; null for one that is looked at by itself */
    FindingList(@Nullable DomainName domain) {
        this.domain = domain;
    }

    /** Something about the record. */
    void add(Code code, String explanation) {
        if (isWanted(code)) {
            findings.add(new FindingMade(code, domain, null, 0, explanation));
        }
    }

    /** Something about a tag of it, or what stands in place of one. */
    void add(Code code, DmarcTags.Piece piece, String explanation) {
        // One tag can be long, and can have as many findings as it has characters.
        if (isWanted(code)) {
            findings.add(new FindingMade(code, domain, shown(piece.text()), piece.position(), explanation));
        }
    }

    private boolean isWanted(Code code) {
        return counts.merge(code, 1, Integer::sum) <= MAX_OF_A_CODE;
    }

    /** In the order of the record. */
    List<DmarcFinding> inOrder() {
        List<DmarcFinding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparingInt(DmarcFinding::position));
        return List.copyOf(sorted);
    }

    /** Text of third parties, fit to be read. */
    static String shown(String text) {
        return Octets.ofLatin1(text).toString();
    }
}
