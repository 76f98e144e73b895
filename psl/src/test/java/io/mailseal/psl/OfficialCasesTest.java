package io.mailseal.psl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cases of the project that maintains the list, in the three forms in which they are at hand. */
@Tag("corpora")
class OfficialCasesTest {

    private record Case(@Nullable String input, @Nullable String registrableDomain) {}

    /** What the words of a case are; the text of null is no name. */
    private static Case ofWords(String input, String registrableDomain) {
        return new Case(
                input.equals("null") ? null : input, registrableDomain.equals("null") ? null : registrableDomain);
    }

    private static List<Case> jsonCases() throws IOException {
        JsonNode root = JsonMapper.builder().build().readTree(Files.readString(Corpora.file("psl/test_psl.json")));
        List<Case> cases = new ArrayList<>();
        for (JsonNode node : root.get("cases")) {
            cases.add(new Case(text(node.get("input")), text(node.get("registrable_domain"))));
        }
        return cases;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.asString();
    }

    private static List<String> lines(String file) throws IOException {
        Predicate<String> comment = line -> line.startsWith("//") || line.isBlank();
        return Files.readAllLines(Corpora.file(file)).stream()
                .filter(comment.negate())
                .toList();
    }

    // input, a space, the domain
    private static List<Case> linearCases() throws IOException {
        return lines("psl/tests.txt").stream()
                .map(line -> ofWords(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)))
                .toList();
    }

    // checkPublicSuffix('www.example.com', 'example.com');
    private static List<Case> scriptCases() throws IOException {
        return lines("psl/test_psl.txt").stream()
                .map(line ->
                        line.substring(line.indexOf('(') + 1, line.indexOf(')')).replace("'", ""))
                .map(line -> ofWords(line.substring(0, line.indexOf(',')), line.substring(line.indexOf(',') + 2)))
                .toList();
    }

    // What is no domain name has no registrable domain, either: nothing at all, or a dot in front.
    private static boolean agrees(PublicSuffixList list, Case test) {
        Optional<DomainName> name = Optional.ofNullable(test.input()).flatMap(DomainName::ofUnicode);
        Optional<DomainName> wanted = Optional.ofNullable(test.registrableDomain())
                .map(text -> DomainName.ofUnicode(text).orElseThrow());
        return name.flatMap(list::registrableDomain).equals(wanted);
    }

    private static void check(String id, PublicSuffixList list, List<Case> cases) throws IOException {
        Set<String> known = Corpora.knownDifferences(id);
        Set<String> differing = new TreeSet<>();
        for (Case test : cases) {
            if (!agrees(list, test)) {
                differing.add(String.valueOf(test.input()));
            }
        }
        System.out.printf(
                "conformance | psl: the list %s | %d | %d | %d%n",
                id, cases.size(), cases.size() - differing.size(), known.size());
        assertThat(differing).as("what the list answers otherwise").containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void allThreeFormsHaveTheSameCases() throws IOException {
        assertThat(jsonCases()).hasSize(78);
        assertThat(linearCases()).containsExactlyElementsOf(jsonCases());
        assertThat(scriptCases()).containsExactlyElementsOf(jsonCases());
    }

    @Test
    void theListOfTheSameDay() throws IOException {
        PublicSuffixList list = PublicSuffixList.read(Corpora.file("psl/public_suffix_list.dat"));
        assertThat(list.ruleCount()).isEqualTo(10_248);
        assertThat(list.skippedLines()).isEmpty();
        assertThat(list.version()).isEmpty();
        check("corpus", list, jsonCases());
        ReferenceList.parse(Files.readString(Corpora.file("psl/public_suffix_list.dat")))
                .rules()
                .forEach(rule -> rule.isObeyedBy(list));
    }

    @Test
    void theBundledList() throws IOException {
        check("bundled", PublicSuffixList.bundled(), jsonCases());
    }
}
