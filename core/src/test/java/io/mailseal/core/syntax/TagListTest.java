package io.mailseal.core.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.Octets;
import io.mailseal.core.syntax.TagFault.Kind;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagListTest {

    private static List<String> tags(String text) {
        return TagList.parse(text).tags().stream()
                .map(tag -> tag.name() + "=" + tag.value())
                .toList();
    }

    private static List<String> faults(String text) {
        return TagList.parse(text).faults().stream()
                .map(fault -> fault.kind() + "@" + fault.position() + fault.tag())
                .toList();
    }

    @Nested
    class Section_3_2_tag_list {

        @Test
        void tagsInOrder() {
            assertThat(tags("v=1; b=AA=; a=x")).containsExactly("v=1", "b=AA=", "a=x");
        }

        @Test
        void oneSemicolonAtTheEnd() {
            assertThat(faults("v=1;")).isEmpty();
            assertThat(faults("v=1; \t")).isEmpty();
            assertThat(faults("v=1;\r\n ")).isEmpty();
        }

        @Test
        void whiteSpaceAroundNameAndValue() {
            assertThat(tags("\r\n\tv \r\n = \t1\r\n ; a\t=x ")).containsExactly("v=1", "a=x");
            assertThat(faults("\r\n\tv \r\n = \t1\r\n ; a\t=x ")).isEmpty();
        }

        @Test
        void whiteSpaceInsideOfAValueIsKept() {
            assertThat(tags("p= \r\n hi \thi\r\n hi\t")).containsExactly("p=hi \thi\r\n hi");
        }

        @Test
        void emptyValue() {
            assertThat(tags("v=;b= ;c=\r\n ;d=")).containsExactly("v=", "b=", "c=", "d=");
            assertThat(faults("v=;b= ;c=\r\n ;d=")).isEmpty();
        }

        @Test
        void itemsOfAValueMayBeEmpty() {
            assertThat(TagList.parse("a=:b : c:;d=").tags().stream().map(tag -> tag.items(':')))
                    .containsExactly(List.of("", "b", "c", ""), List.of(""));
        }

        @Test
        void namesAreCaseSensitive() {
            TagList list = TagList.parse("V=1; v=2");
            assertThat(list.isValid()).isTrue();
            assertThat(list.first("v"))
                    .hasValueSatisfying(tag -> assertThat(tag.value()).isEqualTo("2"));
        }

        @Test
        void octetsAbove127InValues() {
            TagList list = TagList.parse(Octets.ofUtf8("d=bücher.example"));
            assertThat(list.isValid()).isTrue();
            assertThat(list.tags().get(0).value()).isEqualTo("b\u00c3\u00bccher.example");
        }

        @Test
        void duplicatesAreFaultsAndStay() {
            assertThat(tags("a=1; b=2; a=3")).containsExactly("a=1", "b=2", "a=3");
            assertThat(faults("a=1; b=2; a=3")).containsExactly("DUPLICATE_TAG@10a");
        }
    }

    @Nested
    class Positions {

        @Test
        void ofTheValueWithTheWhiteSpaceAroundIt() {
            String text = "v=1; xb=q; b =\r\n AB\r\n CD ;c=2";
            Tag tag = TagList.parse(text).first("b").orElseThrow();
            assertThat(text.substring(tag.valueStart(), tag.valueEnd())).isEqualTo("\r\n AB\r\n CD ");
            assertThat(text.substring(tag.position())).startsWith("b =");
        }

        @Test
        void ofTheLastValue() {
            Tag tag = TagList.parse("v=1; b=AB ").first("b").orElseThrow();
            assertThat(tag.valueStart()).isEqualTo(7);
            assertThat(tag.valueEnd()).isEqualTo(10);
        }
    }

    @Nested
    class Faults {

        @Test
        void nothingAtAll() {
            assertThat(faults("")).containsExactly("MISSING_TAG@0");
            assertThat(faults(" ")).containsExactly("MISSING_TAG@1");
            assertThat(faults(";")).containsExactly("MISSING_TAG@0");
        }

        @Test
        void nothingBetweenSemicolons() {
            assertThat(faults("v=1;; a=2")).containsExactly("MISSING_TAG@4");
            assertThat(tags("v=1;; a=2")).containsExactly("v=1", "a=2");
        }

        @Test
        void names() {
            assertThat(faults("_p=1")).containsExactly("INVALID_NAME@0");
            assertThat(faults("1=1; =2")).containsExactly("INVALID_NAME@0", "INVALID_NAME@5");
            assertThat(faults("a-b=1")).containsExactly("MISSING_EQUALS@1a");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "z", "A", "Z"})
        void anyLetterBeginsAName(String letter) {
            assertThat(tags(letter + "=1; x" + letter + "=2")).containsExactly(letter + "=1", "x" + letter + "=2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "9", "_"})
        void digitsAndUnderscoresOnlyContinueIt(String octet) {
            assertThat(tags("x" + octet + "=1")).containsExactly("x" + octet + "=1");
            assertThat(faults(octet + "=1")).containsExactly("INVALID_NAME@0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"`", "{", "@", "[", "/", ":", "^"})
        void theirNeighboursDoNot(String octet) {
            assertThat(faults(octet + "=1")).containsExactly("INVALID_NAME@0");
            assertThat(faults("x" + octet + "=1")).containsExactly("MISSING_EQUALS@1x");
        }

        @Test
        void aTagWhoseNameIsFoldedWronglyIsNoTag() {
            assertThat(tags("v\r\n=1; a=2")).containsExactly("a=2");
            assertThat(faults("v\r\n=1; a=2")).containsExactly("INVALID_FOLDING@1v");
        }

        @Test
        void inWords() {
            assertThat(TagList.parse("a=1;; a=2").faults().stream().map(TagFault::sentence))
                    .containsExactly("a tag is expected (at 4)", "a tag may occur only once (at 6, tag a=)");
        }

        @Test
        void whatIsNoOctetIsTheCallersMistake() {
            assertThat(tags("a=\u00ff")).containsExactly("a=\u00ff");
            assertThatThrownBy(() -> TagList.parse("a=\u0100"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no octet at 2");
        }

        @Test
        void ofALongNameTheBeginningIsTold() {
            String name = "x".repeat(1000);
            assertThat(faults(name)).containsExactly("MISSING_EQUALS@1000" + name.substring(0, 64));
        }

        @Test
        void noEqualsSign() {
            assertThat(faults("v=1; pciao; s=2")).containsExactly("MISSING_EQUALS@10pciao");
            assertThat(tags("v=1; pciao; s=2")).containsExactly("v=1", "s=2");
        }

        @Test
        void controlCharacters() {
            assertThat(faults("a=1\u00002; b=\u007f")).containsExactly("INVALID_VALUE@3a", "INVALID_VALUE@9b");
            assertThat(tags("a=1\u00002; b=3")).containsExactly("a=1\u00002", "b=3");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\r\n",
                    "p=test \r\n\r\n",
                    "p=\r\n\r\n test",
                    "\r\np=1",
                    "\t\r\np=1",
                    "p\r\n=1",
                    "p=a\nb",
                    "p=a\rb",
                    "p=1\r\n;v=1",
                    "p=1;\r\n"
                })
        void lineEndsThatNoBlankFollows(String text) {
            assertThat(TagList.parse(text).isValid()).isFalse();
        }

        @Test
        void tooManyTags() {
            TagList list = TagList.parse("a=1;".repeat(TagList.MAX_TAGS + 5));
            assertThat(list.tags()).hasSize(TagList.MAX_TAGS);
            assertThat(list.faults())
                    .last()
                    .satisfies(last -> assertThat(last.kind()).isEqualTo(Kind.TOO_MANY_TAGS));
        }

        @Test
        void textThatIsNoOctets() {
            assertThatThrownBy(() -> TagList.parse("a=☕")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Values {

        @Test
        void withoutBlanks() {
            assertThat(TagList.parse("b= A\r\n B\tC ").tags().get(0).valueWithoutBlanks())
                    .isEqualTo("ABC");
        }

        @Test
        void items() {
            assertThat(TagList.parse("h=from :\r\n to::x y").tags().get(0).items(':'))
                    .containsExactly("from", "to", "", "x y");
            assertThat(TagList.parse("h=").tags().get(0).items(':')).containsExactly("");
        }
    }

    @Property
    void anyOctetsAreRead(
            @ForAll @StringLength(max = 40) @Chars({'a', 'b', '1', '=', ';', ' ', '\t', '\r', '\n', '\0', '\u00e9'})
                    String text) {
        for (Tag tag : TagList.parse(text).tags()) {
            assertThat(text.charAt(tag.valueStart() - 1)).isEqualTo('=');
            assertThat(text.substring(tag.valueStart(), tag.valueEnd()))
                    .contains(tag.value())
                    .doesNotContain(";");
        }
    }

    @Property
    void whatIsDoneWithValues(
            @ForAll @StringLength(max = 30) @Chars({'a', '1', ':', ' ', '\t', '\r', '\n', '\u00e9', '\u00a0'})
                    String value) {
        Tag tag = new Tag("b", value, 0, 2, 2 + value.length());
        assertThat(tag.valueWithoutBlanks()).isEqualTo(value.replaceAll("[ \t\r\n]", ""));
        List<String> items = Stream.of(value.split(":", -1))
                .map(item -> item.replaceAll("^[ \t\r\n]+|[ \t\r\n]+\\z", ""))
                .toList();
        assertThat(tag.items(':')).isEqualTo(items);
    }

    @Property
    void whatIsWrongWithAValue(
            @ForAll @StringLength(max = 20) @Chars({'a', ' ', '\t', '\r', '\n', '\0', '\u007f', '\u00e9'})
                    String value) {
        String withoutFolds = value.replaceAll("\r\n[ \t]", "~~~");
        int lineEnd = firstOf(withoutFolds, "\r\n");
        int control = firstOf(withoutFolds, "\0\u007f");
        List<TagFault> expected = lineEnd < value.length()
                ? List.of(new TagFault(TagFault.Kind.INVALID_FOLDING, 2 + lineEnd, "b"))
                : control < value.length()
                        ? List.of(new TagFault(TagFault.Kind.INVALID_VALUE, 2 + control, "b"))
                        : List.of();
        assertThat(TagList.parse("b=" + value + ";").faults()).isEqualTo(expected);
    }

    private static int firstOf(String text, String characters) {
        int at = 0;
        while (at < text.length() && characters.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
