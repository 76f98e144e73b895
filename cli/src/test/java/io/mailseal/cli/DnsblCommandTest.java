package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dnsbl.BlocklistError;
import io.mailseal.dnsbl.BlocklistKind;
import io.mailseal.dnsbl.BlocklistProfile;
import io.mailseal.dnsbl.BlocklistProfiles;
import io.mailseal.dnsbl.BlocklistPurpose;
import io.mailseal.dnsbl.CodeEffect;
import io.mailseal.dnsbl.ListHealth;
import io.mailseal.dnsbl.ListStatus;
import io.mailseal.dnsbl.NotAsked;
import io.mailseal.dnsbl.SubjectSource;
import io.mailseal.dnsbl.uri.ExtractionProblem;
import io.mailseal.dnsbl.uri.UriPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailseal dnsbl} over the lists of the samples: two that are in order, and those that are not. */
class DnsblCommandTest {

    private static final Path SAMPLES = Path.of("..", "samples");
    private static final List<String> WORLD = List.of(
            "--dns",
            SAMPLES.resolve("dnsbl.zone").toString(),
            "--profile",
            SAMPLES.resolve("blocklists.json").toString());

    @TempDir
    Path folder;

    private static Run run(String... words) {
        return Run.of(Stream.of(List.of("dnsbl"), List.of(words), WORLD)
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private static Run health(String... words) {
        return Run.of(Stream.of(List.of("dnsbl", "health"), List.of(words), WORLD)
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    @Nested
    class Questions {

        @Test
        void anAddressThatIsListed() {
            Run run = run("1.2.3.4", "--list", "bad");
            assertThat(run.status()).isEqualTo(ExitStatus.FAIL);
            assertThat(run.out())
                    .contains("listed")
                    .contains("SPAM")
                    .contains("HIJACKED")
                    .contains("Seen sending to nobody");
        }

        @Test
        void anAddressThatIsNot() {
            Run run = run("1.2.3.1", "--list", "bad");
            assertThat(run.status()).isEqualTo(ExitStatus.OK);
            assertThat(run.out()).contains("not_listed");
        }

        @Test
        void aUrlWhoseRegisteredDomainIsListed() {
            Run run = run("http://www.phish.example/login?x=1", "--list", "uris");
            assertThat(run.status()).isEqualTo(ExitStatus.FAIL);
            assertThat(run.out()).contains("PHISHING").contains("MALWARE");
        }

        @ParameterizedTest
        @ValueSource(strings = {"pills.example", "WWW.Pills.Example", "ann@pills.example"})
        void aNameOrTheDomainOfAnAddress(String asked) {
            assertThat(run(asked, "--list", "uris").status()).isEqualTo(ExitStatus.FAIL);
        }

        @Test
        void whatAListIsNotAboutIsNotAsked() {
            Run run = run("pills.example", "--list", "bad");
            assertThat(run.status()).isEqualTo(ExitStatus.PERMANENT);
            assertThat(run.out())
                    .contains("0 questions")
                    .contains("none is about such a thing")
                    .contains("bad was not asked: it is about ipv4");
        }

        @Test
        void aListThatIsNotAboutItIsNamed() {
            assertThat(run("http://www.phish.example/", "--list", "bad,uris").out())
                    .contains("bad was not asked: it is about ipv4");
            assertThat(run("1.2.3.4", "--list", "bad").out()).doesNotContain("Others");
        }

        @Test
        void aMessageWithAllThatIsInIt() throws IOException {
            Path message = Files.writeString(folder.resolve("a.eml"), """
                    From: ann@good.example
                    Subject: Hello
                    Content-Type: text/plain

                    Look at https://login.phish.example/a and at pills.example.org
                    """);
            Run run = run(message.toString(), "--ip", "1.2.3.7", "--list", "bad,uris");
            assertThat(run.status()).isEqualTo(ExitStatus.FAIL);
            assertThat(run.out())
                    .contains("https://login.phish.example/a")
                    .contains("PHISHING")
                    .contains("DYNAMIC");
        }

        @Test
        void withoutTheClientItsAddressIsNotAskedAbout() throws IOException {
            Path message = Files.writeString(
                    folder.resolve("a.eml"), "Received: from a (b [1.2.3.4]) by x\nFrom: ann@good.example\n\nHello\n");
            Run unsaid = run(message.toString(), "--list", "bad");
            assertThat(unsaid.out()).doesNotContain("1.2.3.4");
            Run believed = run(message.toString(), "--list", "bad", "--hops", "1");
            assertThat(believed.status()).isEqualTo(ExitStatus.FAIL);
        }
    }

    @Nested
    class ListsThatAreBroken {

        @ParameterizedTest
        @CsvSource({"gone, unusable", "everything, unusable", "refusing, unusable", "slow, unknown"})
        void listNothing(String list, String status) {
            Run run = run("1.2.3.4", "--list", list);
            assertThat(run.status()).isEqualTo(ExitStatus.TEMPORARY);
            assertThat(run.out()).contains(status);
        }

        @Test
        void takeNothingFromTheOthers() {
            Run run = run("1.2.3.4", "--list", "gone,everything,refusing,slow,bad");
            assertThat(run.status()).isEqualTo(ExitStatus.FAIL);
            assertThat(run.out()).contains("HIJACKED");
        }

        @Test
        void areFoundByTheirTestPoints() {
            assertThat(health("--list", "bad").status()).isEqualTo(ExitStatus.OK);
            for (String broken : List.of("gone", "everything", "refusing")) {
                assertThat(health("--list", broken).status()).as(broken).isEqualTo(ExitStatus.FAIL);
            }
            assertThat(health("--list", "slow").status()).isEqualTo(ExitStatus.TEMPORARY);
        }
    }

    @Nested
    class Keys {

        private Path key() throws IOException {
            return Files.writeString(folder.resolve("dqs.key"), "letmein\n");
        }

        @Test
        void areUsedAndNeverShown() throws IOException {
            for (String json : List.of("", "--json")) {
                Run run = Run.of(Stream.concat(
                                Stream.of("dnsbl", "1.2.3.4", "--list", "keyed", "--key-file", key().toString(), json),
                                WORLD.stream())
                        .filter(word -> !word.isEmpty())
                        .toArray(String[]::new));
                assertThat(run.status()).isEqualTo(ExitStatus.FAIL);
                assertThat(run.out() + run.err()).contains("***.keyed.example").doesNotContain("letmein");
            }
        }

        @Test
        void areToldToOneProviderOnly() throws IOException {
            Path other = Files.writeString(folder.resolve("other.json"), """
                    {"name": "other", "zone": "{key}.other.example", "kinds": ["ipv4"],
                     "codes": [{"code": "127.0.0.2", "name": "SPAM", "meaning": "Spam."}]}""");
            Run run = run(
                    "1.2.3.4", "--list", "keyed,other", "--profile", other.toString(), "--key-file", key().toString());
            assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
            assertThat(run.err()).contains("one provider").doesNotContain("letmein");
        }

        @Test
        void wouldBeShownByATrace() throws IOException {
            Run run = run("1.2.3.4", "--list", "keyed", "--key-file", key().toString(), "--trace");
            assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
            assertThat(run.out() + run.err()).doesNotContain("letmein");
        }

        @Test
        void mustBeThereAndMakeSense() throws IOException {
            assertThat(run("1.2.3.4", "--list", "keyed").status()).isEqualTo(ExitStatus.USAGE);
            Path wrong = Files.writeString(folder.resolve("wrong.key"), "two words");
            Run run = run("1.2.3.4", "--list", "keyed", "--key-file", wrong.toString());
            assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
            assertThat(run.err()).doesNotContain("two words");
        }
    }

    @Nested
    class CommandLine {

        @Test
        void nothingIsAskedThatWasNotNamed() {
            Run run = Run.of("dnsbl", "1.2.3.4");
            assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
            assertThat(run.err()).contains("No list is named");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1.2.3.4 --list nobodys",
                    "1.2.3.4 --list bad --helo x.example",
                    "a.eml --list bad --hops -1",
                    "1.2.3.4 --list bad --key-file x",
                    ".. --list bad",
                    "--list bad"
                })
        void whatMakesNoSense(String line) {
            int status = run(line.split(" ")).status();
            assertThat(status).isIn(ExitStatus.USAGE, ExitStatus.INPUT);
        }

        @Test
        void aProfileThatIsNoneIsToldWithItsPlace() throws IOException {
            Path broken = Files.writeString(folder.resolve("broken.json"), """
                    {"name": "x", "zone": "x.example", "kinds": ["ipv4"],
                     "codes": 7}""");
            Run run = Run.of("dnsbl", "1.2.3.4", "--profile", broken.toString());
            assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
            assertThat(run.err()).contains("codes").contains("Line 2");
        }

        @Test
        void listsShowsEachWithItsTerms() {
            Run run = Run.of("dnsbl", "lists");
            assertThat(run.status()).isZero();
            for (BlocklistProfile profile : BlocklistProfiles.ready()) {
                assertThat(run.out()).contains(profile.name() + ": ");
                assertThat(profile.terms()).isPresent();
                assertThat(run.out()).contains(profile.terms().get().toString());
            }
        }

        @Test
        void listsShowsTheCodesOfThoseThatAreNamed() {
            Run run = Run.of("dnsbl", "lists", "surbl-multi");
            assertThat(run.out()).contains("127.*.*.&8").contains("error");
            assertThat(Run.of("dnsbl", "lists", "nobodys").status()).isEqualTo(ExitStatus.USAGE);
        }
    }

    @Nested
    class Samples {

        @Test
        void haveCommandsThatComeOutAsTheySay() throws IOException {
            List<String> commands = Files.readString(SAMPLES.resolve("README.md"))
                    .lines()
                    .filter(line -> line.startsWith("./mailseal dnsbl "))
                    .toList();
            assertThat(commands).hasSizeGreaterThan(5);
            for (String command : commands) {
                int comment = command.indexOf(" # ");
                String[] words = command.substring("./mailseal ".length(), comment)
                        .replace("samples/", SAMPLES + "/")
                        .split(" ");
                String[] outcome = command.substring(comment + 3).split(": ");
                Run run = Run.of(words);
                String unfolded = run.out().lines().map(String::strip).collect(Collectors.joining(" "));
                assertThat(unfolded).as(command).contains(outcome[0]).contains(outcome[1]);
            }
        }
    }

    @Nested
    class Json {

        @Test
        void hasTheDocumentedMembers() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            List<Map<String, Object>> objects = new ArrayList<>();
            objects.add(JsonTree.object(
                    run("1.2.3.4", "--list", "bad,slow", "--json").out()));
            objects.add(JsonTree.object(run("http://phish.example/", "--list", "uris", "--json", "--trace")
                    .out()));
            objects.add(JsonTree.object(health("--list", "bad", "--json").out()));
            objects.add(JsonTree.object(Run.of("dnsbl", "lists", "--json").out()));
            for (Map<String, Object> object : objects) {
                assertThat(JsonTree.names(object))
                        .isNotEmpty()
                        .allSatisfy(member -> assertThat(page).contains("`" + member + "`"));
            }
        }

        @Test
        void everyWordIsDocumented() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            List<Enum<?>> constants = new ArrayList<>();
            for (Enum<?>[] values : List.<Enum<?>[]>of(
                    ListStatus.values(),
                    NotAsked.values(),
                    BlocklistError.values(),
                    BlocklistPurpose.values(),
                    BlocklistKind.values(),
                    CodeEffect.values(),
                    SubjectSource.values(),
                    UriPlace.values(),
                    ExtractionProblem.values(),
                    ListHealth.Status.values())) {
                constants.addAll(Arrays.asList(values));
            }
            assertThat(constants)
                    .allSatisfy(constant ->
                            assertThat(page).contains("`" + constant.name().toLowerCase(Locale.ROOT) + "`"));
        }
    }
}
