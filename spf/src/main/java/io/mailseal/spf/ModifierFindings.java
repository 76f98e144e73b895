package io.mailseal.spf;

import io.mailseal.spf.RecordFindings.Role;
import io.mailseal.spf.SpfFinding.Code;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Modifiers that are ignored: of other specifications, or by mistake.
 *
 * @rfc 7208 6
 */
final class ModifierFindings {

    /** RFC 6652 §3: where and how to report. */
    private static final Set<String> KNOWN_ELSEWHERE = Set.of("ra", "rp", "rr");

    private static final List<String> TERM_NAMES =
            List.of("redirect", "exp", "all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists");

    private ModifierFindings() {}

    static void find(SpfRecord record, Role role, FindingList findings) {
        for (PlacedTerm term : PlacedTerm.of(record)) {
            if (term.term() instanceof Modifier.Unknown modifier) {
                look(term, modifier, findings);
            } else if (term.term() instanceof Modifier.Explanation && role != Role.INCLUDED && !saysFail(record)) {
                findings.add(Code.POINTLESS_EXPLANATION, term, term + " explains a fail that no term here leads to.");
            }
        }
    }

    // §6.2: a redirect brings its own.
    private static boolean saysFail(SpfRecord record) {
        return DnsTerms.tested(record).stream().anyMatch(directive -> directive.qualifier() == Qualifier.FAIL);
    }

    private static void look(PlacedTerm term, Modifier.Unknown modifier, FindingList findings) {
        if (KNOWN_ELSEWHERE.contains(modifier.name())) {
            return;
        }
        if (isVersion(modifier)) {
            findings.add(
                    Code.REPEATED_VERSION, term, term + " begins a record, and here is inside of one: are these two?");
            return;
        }
        String meant = meant(modifier.name());
        if (meant == null) {
            findings.add(Code.UNKNOWN_MODIFIER, term, term + " is ignored: SPF has no such modifier.");
        } else {
            findings.add(
                    Code.MISSPELT_MODIFIER,
                    term,
                    term + " is ignored: SPF has no such modifier. Was " + meant + " meant?");
        }
    }

    private static boolean isVersion(Modifier.Unknown modifier) {
        return modifier.name().equals("v")
                && modifier.value().toLowerCase(Locale.ROOT).startsWith("spf");
    }

    /** The term whose name this looks like, with the sign that belongs after it; null where there is none. */
    private static @Nullable String meant(String name) {
        for (String known : TERM_NAMES) {
            if (isClose(name, known)) {
                boolean modifier = known.equals("redirect") || known.equals("exp");
                return modifier ? known + "=" : known.equals("all") ? known : known + ":";
            }
        }
        return null;
    }

    // The longer a name, the more of it may be wrong.
    private static boolean isClose(String name, String known) {
        int allowed = known.length() / 3;
        return Math.abs(name.length() - known.length()) <= allowed && distance(name, known) <= allowed;
    }

    // How many characters must be put in, left out or changed.
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }
}
