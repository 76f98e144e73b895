package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each number of the checklist, the pitfalls and the threats is in the name of a test of its module. */
class ChecklistTest {

    static List<Checklist> checklists() {
        return Checklist.ALL;
    }

    @ParameterizedTest
    @MethodSource("checklists")
    void everyNumberHasNamedTests(Checklist checklist) throws IOException {
        Map<String, Set<String>> tests = NumberedTests.in(checklist.folder());
        assertThat(checklist.required())
                .doesNotHaveDuplicates()
                .containsAll(checklist.exempted().keySet());
        assertThat(checklist.required().stream().filter(number -> !tests.containsKey(number)))
                .as("numbers that no test in %s has in its name", checklist.testPackage())
                .containsExactlyInAnyOrderElementsOf(checklist.exempted().keySet());
    }

    @Test
    void namesAreReadFromTheSources() throws IOException {
        Checklist spf = Checklist.ALL.get(1);
        Map<String, Set<String>> tests = NumberedTests.in(spf.folder());
        assertThat(tests.get("SPF_28")).as("of a nested class").contains("CheckHostTest.Section_4_6_4_limits.terms");
        assertThat(tests.get("T42"))
                .as("the label of a property")
                .contains("HostileDnsPropertyTest.endsWithinItsLimits");
        assertThat(tests).as("parts of numbers").doesNotContainKeys("S_28", "T4");
    }
}
