package io.mailseal.psl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The algorithm as publicsuffix.org describes it: match all rules, take the prevailing one. Slow, and plainly so. */
final class ReferenceList {

    /** A rule: its labels, the leftmost first, of which {@code *} matches any. */
    record Rule(List<String> labels, boolean exception, PublicSuffixRule.Source source) {

        /** As {@link PublicSuffixRule#text} has it. */
        String text() {
            return (exception ? "!" : "") + String.join(".", labels);
        }

        boolean matches(List<String> name) {
            int skip = name.size() - labels.size();
            if (skip < 0) {
                return false;
            }
            for (int i = 0; i < labels.size(); i++) {
                if (!labels.get(i).equals("*") && !labels.get(i).equals(name.get(skip + i))) {
                    return false;
                }
            }
            return true;
        }

        int suffixLabels() {
            return exception ? labels.size() - 1 : labels.size();
        }

        /** A name that this rule matches, and most likely no longer one. */
        DomainName exampleName() {
            return DomainName.of(String.join(".", labels).replace("*", "any"));
        }

        void isObeyedBy(PublicSuffixList list) {
            PublicSuffixMatch match = list.match(exampleName());
            assertThat(match.rule()).isEqualTo(new PublicSuffixRule(text(), source));
            assertThat(match.isPublicSuffix()).as(text()).isEqualTo(!exception);
        }
    }

    private static final Rule DEFAULT = new Rule(List.of("*"), false, PublicSuffixRule.Source.DEFAULT);

    private final List<Rule> rules;

    ReferenceList(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Of a file that is known to be right. */
    static ReferenceList parse(String text) {
        List<Rule> rules = new ArrayList<>();
        PublicSuffixRule.Source source = PublicSuffixRule.Source.DEFAULT;
        for (String line : text.lines().toList()) {
            if (line.contains("===BEGIN ")) {
                source = line.contains("ICANN") ? PublicSuffixRule.Source.ICANN : PublicSuffixRule.Source.PRIVATE;
            } else if (!line.startsWith("//") && !line.isBlank()) {
                rules.add(rule(line, source));
            }
        }
        return new ReferenceList(rules);
    }

    static Rule rule(String line, PublicSuffixRule.Source source) {
        boolean exception = line.startsWith("!");
        boolean wildcard = line.startsWith("*.");
        List<String> labels =
                new ArrayList<>(labels(DomainName.ofUnicode(line.substring(exception ? 1 : wildcard ? 2 : 0))
                        .orElseThrow()));
        if (wildcard) {
            labels.add(0, "*");
        }
        return new Rule(labels, exception, source);
    }

    private static List<String> labels(DomainName name) {
        return name.labels().stream().map(Octets::toLatin1).toList();
    }

    ReferenceList icannOnly() {
        return new ReferenceList(rules.stream()
                .filter(rule -> rule.source() == PublicSuffixRule.Source.ICANN)
                .toList());
    }

    List<Rule> rules() {
        return rules;
    }

    /** "If more than one rule matches, the prevailing rule is the one which is an exception rule." */
    Rule prevailing(DomainName name) {
        List<String> labels = labels(name);
        List<Rule> matching =
                rules.stream().filter(rule -> rule.matches(labels)).toList();
        return longest(matching.stream().filter(Rule::exception).toList())
                .or(() -> longest(matching)) // "… the prevailing rule is the one with the most labels."
                .orElse(DEFAULT); // "If no rules match, the prevailing rule is "*"."
    }

    // Of those with as many labels, which all give the same suffix, the one that we say it was.
    private static Optional<Rule> longest(List<Rule> rules) {
        return rules.stream()
                .min(Comparator.comparingInt((Rule rule) -> -rule.labels().size())
                        .thenComparing(rule -> rule.labels().get(0).equals("*"))
                        .thenComparing(Rule::source));
    }

    DomainName publicSuffix(DomainName name) {
        return name.suffix(Math.min(prevailing(name).suffixLabels(), name.labelCount()));
    }

    Optional<DomainName> registrableDomain(DomainName name) {
        int labels = publicSuffix(name).labelCount();
        return labels < name.labelCount() ? Optional.of(name.suffix(labels + 1)) : Optional.empty();
    }
}
