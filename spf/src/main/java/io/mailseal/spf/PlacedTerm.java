package io.mailseal.spf;

import java.util.ArrayList;
import java.util.List;

/**
 * A term and where it stands.
 *
 * @param position of its first character in the text of the record
 */
record PlacedTerm(SpfTerm term, int position) {

    /** All terms of a record. */
    static List<PlacedTerm> of(SpfRecord record) {
        String text = record.text();
        List<PlacedTerm> placed = new ArrayList<>(record.terms().size());
        int at = SpfRecord.VERSION.length();
        for (SpfTerm term : record.terms()) {
            while (text.charAt(at) == ' ') {
                at++;
            }
            placed.add(new PlacedTerm(term, at));
            at += term.text().length();
        }
        return placed;
    }

    /** The directives that may be tested: those up to the first {@code all}, and that (§5.1). */
    static List<PlacedTerm> tested(SpfRecord record) {
        int count = DnsTerms.tested(record).size();
        return of(record).stream()
                .filter(placed -> placed.term() instanceof Directive)
                .limit(count)
                .toList();
    }

    /** For people; a long one is cut. */
    @Override
    public String toString() {
        return TermPlace.shown(term.text());
    }
}
