package io.mailseal.spf;

import java.util.List;

/**
 * The terms of a record that are evaluated where nothing matches.
 *
 * @rfc 7208 4.6.4
 */
final class DnsTerms {

    private DnsTerms() {}

    /** §5.1: the directives up to the first {@code all}, and that. */
    static List<Directive> tested(SpfRecord record) {
        List<Directive> directives = record.directives();
        for (int i = 0; i < directives.size(); i++) {
            if (directives.get(i).mechanism() instanceof Mechanism.All) {
                return directives.subList(0, i + 1);
            }
        }
        return directives;
    }

    /** §6.1: whether the record has an {@code all}, so that a redirect is ignored. */
    static boolean hasAll(SpfRecord record) {
        List<Directive> tested = tested(record);
        return !tested.isEmpty() && tested.get(tested.size() - 1).mechanism() instanceof Mechanism.All;
    }

    /** How many of them ask DNS, the redirect included. */
    static int of(SpfRecord record) {
        int asking = 0;
        for (Directive directive : tested(record)) {
            asking += directive.mechanism().asksDns() ? 1 : 0;
        }
        return asking + (record.redirect().isPresent() && !hasAll(record) ? 1 : 0);
    }
}
