package io.mailseal.psl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailseal.core.DomainName;
import io.mailseal.psl.PublicSuffixListException.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file becomes a list, or why it is none. */
class ListFileTest {

    private static String icann(String lines) {
        return "// ===BEGIN ICANN DOMAINS===\n" + lines + "\n// ===END ICANN DOMAINS===\n";
    }

    private static PublicSuffixList list(String text) {
        try {
            return PublicSuffixList.parse(text);
        } catch (PublicSuffixListException refused) {
            throw new AssertionError(refused);
        }
    }

    private static boolean isSuffix(PublicSuffixList list, String name) {
        DomainName parsed = DomainName.ofUnicode(name).orElseThrow();
        PublicSuffixMatch match = list.match(parsed);
        return match.isPublicSuffix() && !match.rule().isDefault();
    }

    @Nested
    class Lines {

        @Test
        void endAtWhiteSpace() {
            PublicSuffixList list = list(icann("a.b and more\nc.d\tand // more\n"));
            assertThat(list.ruleCount()).isEqualTo(2);
            assertThat(isSuffix(list, "a.b")).isTrue();
            assertThat(isSuffix(list, "c.d")).isTrue();
        }

        @Test
        void mayBeIndented() {
            PublicSuffixList list = list(icann("  a.b\n\t// com\n"));
            assertThat(list.ruleCount()).isEqualTo(1);
            assertThat(isSuffix(list, "a.b")).isTrue();
        }

        @Test
        void mayEndAsOnWindows() {
            PublicSuffixList list = list(icann("a.b\nc.d\n*.e").replace("\n", "\r\n"));
            assertThat(list.ruleCount()).isEqualTo(3);
            assertThat(list.skippedLines()).isEmpty();
        }

        @Test
        void needNoFinalLineEnd() {
            assertThat(list(icann("com").stripTrailing()).ruleCount()).isEqualTo(1);
        }

        @Test
        void mayBeCommentsOrBlank() {
            assertThat(list(icann("\n//\n//com\n// com\n   \n/////\ncom")).ruleCount())
                    .isEqualTo(1);
        }

        @Test
        void areWithoutRegardToCase() {
            assertThat(isSuffix(list(icann("Co.UK")), "co.uk")).isTrue();
            assertThat(isSuffix(list(icann("XN--55QX5D.cn")), "公司.cn")).isTrue();
        }

        @Test
        void mayBeThereTwice() {
            assertThat(list(icann("com\ncom\nCOM")).ruleCount()).isEqualTo(1);
        }

        @Test
        void mayHaveSeveralRulesForOneName() {
            PublicSuffixList list = list(icann("ck\n*.ck\n!a.ck\na.ck\n*.a.ck"));
            assertThat(list.ruleCount()).isEqualTo(5);
            assertThat(isSuffix(list, "ck")).isTrue();
            assertThat(isSuffix(list, "b.ck")).isTrue();
            assertThat(isSuffix(list, "a.ck")).isFalse();
        }

        @Test
        void mayComeAfterAByteOrderMark() {
            PublicSuffixList list = list("\uFEFF" + icann("com"));
            assertThat(list.ruleCount()).isEqualTo(1);
            assertThat(list.skippedLines()).isEmpty();
        }

        @Test
        void mayHaveLabelsInEitherForm() {
            PublicSuffixList list = list(icann("公司.cn\nxn--fiqs8s"));
            assertThat(isSuffix(list, "xn--55qx5d.cn")).isTrue();
            assertThat(isSuffix(list, "中国")).isTrue();
        }
    }

    @Nested
    class SkippedLines {

        private void isSkipped(String line, SkippedLine.Problem problem) {
            PublicSuffixList list = list(icann("com\n" + line + " rest"));
            assertThat(list.ruleCount()).as(line).isEqualTo(1);
            assertThat(list.skippedLines()).containsExactly(new SkippedLine(3, line, problem));
        }

        @Test
        void misplacedWildcards() {
            isSkipped("*", SkippedLine.Problem.MISPLACED_WILDCARD);
            isSkipped("a.*.b", SkippedLine.Problem.MISPLACED_WILDCARD);
            isSkipped("*.*.b", SkippedLine.Problem.MISPLACED_WILDCARD);
            isSkipped("*a.b", SkippedLine.Problem.MISPLACED_WILDCARD);
            isSkipped("a.b.*", SkippedLine.Problem.MISPLACED_WILDCARD);
        }

        @Test
        void misplacedExceptions() {
            isSkipped("!com", SkippedLine.Problem.MISPLACED_EXCEPTION);
            isSkipped("!", SkippedLine.Problem.MISPLACED_EXCEPTION);
            isSkipped("!*.com", SkippedLine.Problem.MISPLACED_EXCEPTION);
        }

        @Test
        void noHostNames() {
            isSkipped(".", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped(".com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("a.com.", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("!com.", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("a..com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("*.", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("a_b.com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("-.com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("-a.com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("a-.com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("a.com-", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("/com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("a\\.com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("!!a.com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("*.!a.com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("a".repeat(64), SkippedLine.Problem.NOT_A_HOST_NAME);
        }

        @Test
        void whatIdnaRefuses() {
            isSkipped("BÜCHER.com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("☕.com", SkippedLine.Problem.NOT_A_HOST_NAME);
            isSkipped("xn--0.com", SkippedLine.Problem.NOT_A_HOST_NAME);
        }

        @Test
        void outsideOfSections() {
            PublicSuffixList list = list("first\n" + icann("com") + "last\nü\n");
            assertThat(list.ruleCount()).isEqualTo(1);
            assertThat(list.skippedLines())
                    .containsExactly(
                            new SkippedLine(1, "first", SkippedLine.Problem.OUTSIDE_OF_SECTIONS),
                            new SkippedLine(5, "last", SkippedLine.Problem.OUTSIDE_OF_SECTIONS),
                            new SkippedLine(6, "ü", SkippedLine.Problem.OUTSIDE_OF_SECTIONS));
        }

        @Test
        void areInTheOrderOfTheFile() {
            assertThat(list(icann("com\n☕\n*\n☕☕\n-")).skippedLines())
                    .extracting(SkippedLine::number)
                    .containsExactly(3, 4, 5, 6);
        }

        @Test
        void areShownInPart() {
            List<SkippedLine> skipped = list(icann("com\n" + "a".repeat(300) + "\n" + "☕".repeat(300)))
                    .skippedLines();
            assertThat(skipped).extracting(line -> line.text().length()).containsExactly(253, 253);
        }
    }

    @Nested
    class Header {

        private final PublicSuffixList list = list("""
                // Licence of the list,
                //   two lines of it.

                // VERSION: 2026-02-03_04-05-06_UTC
                // VERSION: another

                """ + icann("// not of the header\ncom"));

        @Test
        void isTheNotice() {
            assertThat(list.notice())
                    .isEqualTo(
                            "Licence of the list,\ntwo lines of it.\n\nVERSION: 2026-02-03_04-05-06_UTC\nVERSION: another");
        }

        @Test
        void hasTheVersion() {
            assertThat(list.version()).contains("2026-02-03_04-05-06_UTC");
            assertThat(list.date()).contains(Instant.parse("2026-02-03T04:05:06Z"));
            assertThat(list.icannOnly().version()).isEqualTo(list.version());
            assertThat(list.icannOnly().notice()).isEqualTo(list.notice());
        }

        @Test
        void mayBeMissing() {
            PublicSuffixList bare = list(icann("com"));
            assertThat(bare.notice()).isEmpty();
            assertThat(bare.version()).isEmpty();
            assertThat(bare.date()).isEmpty();
            assertThat(bare).hasToString("public suffix list of unknown version, 1 rules");
        }

        @Test
        void mayHaveAVersionThatIsNoTime() {
            for (String version :
                    List.of("7", "2026-02-30_04-05-06_UTC", "2026-02-03T04-05-06_UTC", "xxxx-02-03_04-05-06_UTC")) {
                PublicSuffixList odd = list("// VERSION: " + version + "\n" + icann("com"));
                assertThat(odd.version()).contains(version);
                assertThat(odd.date()).as(version).isEmpty();
            }
        }
    }

    @Nested
    class Refused {

        private void isRefused(String text, Problem problem) {
            PublicSuffixListException refused =
                    catchThrowableOfType(PublicSuffixListException.class, () -> PublicSuffixList.parse(text));
            assertThat(refused).as("refused").isNotNull();
            assertThat(refused.problem()).isEqualTo(problem);
            assertThat(refused.getMessage()).isNotBlank();
        }

        @Test
        void nothing() {
            isRefused("", Problem.EMPTY);
            isRefused("\n \t\r\n", Problem.EMPTY);
            isRefused("\uFEFF", Problem.EMPTY);
        }

        @Test
        void somethingElse() {
            isRefused("<!DOCTYPE html>\n<title>Not found</title>\n", Problem.NO_ICANN_RULES);
            isRefused("com\nnet\norg\n", Problem.NO_ICANN_RULES);
            isRefused("// comments only", Problem.NO_ICANN_RULES);
            isRefused("x\n".repeat(PublicSuffixList.MAX_SKIPPED_LINES + 1), Problem.TOO_MANY_SKIPPED_LINES);
        }

        @Test
        void noIcannRules() {
            isRefused(icann(""), Problem.NO_ICANN_RULES);
            isRefused(icann("*"), Problem.NO_ICANN_RULES);
            isRefused(icann("*").replace("ICANN", "PRIVATE"), Problem.NO_ICANN_RULES);
            isRefused(icann("com").replace("ICANN", "PRIVATE"), Problem.NO_ICANN_RULES);
            isRefused(icann("com").replace("ICANN", "PRIVATE") + icann("*"), Problem.NO_ICANN_RULES);
        }

        @Test
        void aPartOfAList() {
            String whole = icann("com") + icann("github.io").replace("ICANN", "PRIVATE");
            assertThat(list(whole).ruleCount()).isEqualTo(2);
            isRefused(whole.substring(0, whole.indexOf("// ===END")), Problem.BROKEN_SECTIONS);
            isRefused(whole.substring(0, whole.indexOf("github")), Problem.BROKEN_SECTIONS);
            isRefused(whole.substring(0, whole.length() - 2), Problem.BROKEN_SECTIONS);
            isRefused(whole.substring(3), Problem.BROKEN_SECTIONS);
        }

        @Test
        void sectionsWithinSections() {
            isRefused(icann(icann("com")), Problem.BROKEN_SECTIONS);
            isRefused(icann(icann("com").replace("ICANN", "PRIVATE")), Problem.BROKEN_SECTIONS);
            isRefused(icann("com") + "// ===END ICANN DOMAINS===", Problem.BROKEN_SECTIONS);
        }

        @Test
        void notInUtf8() {
            for (byte[] line : List.of(
                    new byte[] {(byte) 0xFC}, // Latin-1
                    new byte[] {'/', '/', (byte) 0xC3}, // cut
                    new byte[] {(byte) 0xC0, (byte) 0xAF}, // longer than necessary
                    new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})) { // a surrogate
                String text = icann("com\n" + new String(line, StandardCharsets.ISO_8859_1));
                InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
                PublicSuffixListException refused =
                        catchThrowableOfType(PublicSuffixListException.class, () -> PublicSuffixList.read(in));
                assertThat(refused.problem()).isEqualTo(Problem.NOT_UTF_8);
                assertThat(refused).hasMessageContaining("line 3");
            }
        }

        @Test
        void tooLarge() {
            String list = icann("com") + "//";
            String largest = list + "x".repeat(PublicSuffixList.MAX_OCTETS - list.length());
            assertThat(list(largest).ruleCount()).isEqualTo(1);
            isRefused(largest + "x", Problem.TOO_LARGE);
        }

        @Test
        void tooLargeIsNotReadToTheEnd() {
            InputStream endless = new InputStream() {
                private int left = PublicSuffixList.MAX_OCTETS + 1;

                @Override
                public int read() {
                    assertThat(left--).as("octets left to read").isPositive();
                    return 'x';
                }
            };
            PublicSuffixListException refused =
                    catchThrowableOfType(PublicSuffixListException.class, () -> PublicSuffixList.read(endless));
            assertThat(refused.problem()).isEqualTo(Problem.TOO_LARGE);
        }

        @Test
        void tooManyRules() {
            StringBuilder rules = new StringBuilder("ü\n");
            for (int i = 1; i < PublicSuffixList.MAX_RULES; i++) {
                rules.append('n').append(i).append(".com\n");
            }
            PublicSuffixList most = list(icann(rules.toString()));
            assertThat(most.ruleCount()).isEqualTo(PublicSuffixList.MAX_RULES);
            assertThat(isSuffix(most, "n1.com")).isTrue();
            assertThat(isSuffix(most, "n65534.com")).isTrue();
            assertThat(isSuffix(most, "n65535.com")).isFalse();
            assertThat(isSuffix(most, "ü")).isTrue();
            isRefused(icann(rules + "one.more\n"), Problem.TOO_MANY_RULES);
        }

        @Test
        void tooManySkippedLines() {
            String most = "com\n" + "*\n".repeat(PublicSuffixList.MAX_SKIPPED_LINES);
            assertThat(list(icann(most)).skippedLines()).hasSize(PublicSuffixList.MAX_SKIPPED_LINES);
            isRefused(icann(most + "-\n"), Problem.TOO_MANY_SKIPPED_LINES);
        }
    }

    @Nested
    class Sources {

        @Test
        void aFile(@TempDir Path folder) throws IOException {
            Path file = Files.writeString(folder.resolve("list.dat"), icann("公司.cn"));
            assertThat(isSuffix(PublicSuffixList.read(file), "公司.cn")).isTrue();
        }

        @Test
        void noFile(@TempDir Path folder) {
            assertThatThrownBy(() -> PublicSuffixList.read(folder.resolve("none")))
                    .isInstanceOf(NoSuchFileException.class);
        }

        @Test
        void aStreamIsLeftOpen() throws IOException {
            InputStream in = new ByteArrayInputStream(icann("com").getBytes(StandardCharsets.UTF_8)) {
                @Override
                public void close() {
                    throw new AssertionError("closed");
                }
            };
            assertThat(isSuffix(PublicSuffixList.read(in), "com")).isTrue();
        }

        @Test
        void aStreamThatFails() {
            InputStream broken = new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("broken");
                }
            };
            assertThatThrownBy(() -> PublicSuffixList.read(broken))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("broken");
        }

        @Test
        void theBundledListComesBackFromItsText() {
            PublicSuffixList again = list(BundledListTest.text());
            PublicSuffixList bundled = PublicSuffixList.bundled();
            assertThat(again).hasToString(bundled.toString());
            assertThat(again.notice()).isEqualTo(bundled.notice());
        }
    }
}
