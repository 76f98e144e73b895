package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/blocklist-profiles.md against the reader of that format. */
class BlocklistProfilesPageTest {

    private static String page = "";

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("..", "docs", "blocklist-profiles.md"));
    }

    @Test
    void eachMemberHasItsRowAndEachRowItsMember() {
        assertThat(rows("## The profile")).isEqualTo(new TreeSet<>(ProfileReader.PROFILE));
        assertThat(rows("## Codes")).isEqualTo(new TreeSet<>(ProfileReader.CODE));
        assertThat(rows("## Digests")).isEqualTo(new TreeSet<>(ProfileReader.HASH));
        assertThat(rows("## Test points")).isEqualTo(new TreeSet<>(ProfileReader.TEST_POINT));
    }

    @Test
    void eachWordIsDocumented() {
        List<Enum<?>> constants = new ArrayList<>(ProfileReader.ERRORS);
        Stream.of(
                        BlocklistPurpose.values(),
                        BlocklistKind.values(),
                        HostReduction.values(),
                        NumericHosts.values(),
                        HashSubject.values(),
                        HashDigest.values(),
                        HashEncoding.values(),
                        HashedText.values(),
                        CodeEffect.values())
                .flatMap(Stream::of)
                .forEach(constants::add);
        assertThat(constants).allSatisfy(constant -> assertThat(page).contains("`" + JsonObject.word(constant) + "`"));
    }

    @Test
    void theExampleIsAProfile() {
        int start = page.indexOf("```json") + "```json".length();
        BlocklistProfile example = BlocklistProfile.of(page.substring(start, page.indexOf("```", start)));
        assertThat(example.codes())
                .extracting(ReturnCode::effect)
                .containsExactly(CodeEffect.LISTED, CodeEffect.LISTED, CodeEffect.ERROR);
    }

    @Test
    void theReadyProfilesAreThere() {
        assertThat(rows("## The ready profiles"))
                .containsExactlyElementsOf(BlocklistProfiles.ready().stream()
                        .map(BlocklistProfile::name)
                        .toList());
        for (BlocklistProfile ready : BlocklistProfiles.ready()) {
            assertThat(page).contains("| `" + ready.name() + "` | `" + ready.zone() + "` |");
            assertThat(page).contains("<" + ready.terms().orElseThrow() + ">");
        }
    }

    @Test
    void theLimitsAreAsTheySay() {
        assertThat(BlocklistProfileParse.MAX_OCTETS).isEqualTo(1 << 20);
        assertThat(page)
                .contains("up to " + BlocklistProfileParse.MAX_PROFILES + " of them")
                .contains("1 to " + BlocklistProfile.MAX_CODES)
                .contains("up to " + BlocklistProfile.MAX_TEST_POINTS + ".")
                .contains("from -" + (int) ReturnCode.MAX_WEIGHT + " to " + (int) ReturnCode.MAX_WEIGHT)
                .contains("up to " + ProfileText.LONGEST_NAME + " characters for names and up to "
                        + ProfileText.LONGEST_TEXT + " otherwise");
    }

    // The first word of each row of the tables between a heading and the next.
    private static Set<String> rows(String heading) {
        int start = page.indexOf(heading + "\n");
        assertThat(start).as(heading).isPositive();
        int next = page.indexOf("\n## ", start + 1);
        Set<String> rows = new TreeSet<>();
        for (String line :
                page.substring(start, next < 0 ? page.length() : next).lines().toList()) {
            if (line.startsWith("| `")) {
                rows.add(line.substring(3, line.indexOf('`', 3)));
            }
        }
        return rows;
    }
}
