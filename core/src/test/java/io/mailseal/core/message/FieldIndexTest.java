package io.mailseal.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Fields by name: {@link HeaderBlock#fields(String)}, {@link HeaderBlock#count} and {@link HeaderBlock#fromBelow}. */
class FieldIndexTest {

    /** What they are to do, one field after the other. */
    private record Naive(List<HeaderField> left) {

        static List<HeaderField> named(HeaderBlock header, String name) {
            return header.fields().stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .toList();
        }

        HeaderField take(String name) {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (left.get(i).name().equalsIgnoreCase(name)) {
                    return left.remove(i);
                }
            }
            return null;
        }
    }

    // Without regard to case, "bz" and "c[" have the same hash.
    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of("a", "A", "From", "FROM", "from", "From1", "Fxom1", "FXOM1", "@", "`", "[", "{", "", "to")
                .list()
                .ofMaxSize(40);
    }

    private static HeaderBlock header(List<String> names) {
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            header.append(names.get(i)).append(": ").append(i).append("\r\n");
        }
        return HeaderBlock.parse(Octets.ofLatin1(header.toString()));
    }

    @Property
    void asOneAfterTheOther(@ForAll("names") List<String> names, @ForAll("names") List<String> wanted) {
        HeaderBlock header = header(names);
        assertThat(header.fields()).hasSameSizeAs(names);
        FieldsFromBelow fields = header.fromBelow();
        Naive naive = new Naive(new ArrayList<>(header.fields()));
        for (String name : wanted) {
            assertThat(header.fields(name)).isEqualTo(Naive.named(header, name));
            assertThat(header.count(name)).isEqualTo(header.fields(name).size());
            assertThat(fields.take(name).orElse(null)).isSameAs(naive.take(name));
        }
    }

    @Test
    void theSameHash() {
        assertThat(HeaderField.hash("From1")).isEqualTo(HeaderField.hash("Fxom1"));
    }

    @Test
    void eachCursorIsOnItsOwn() {
        HeaderBlock header = header(List.of("a", "a"));
        header.fromBelow().take("a");
        assertThat(header.fromBelow().take("A")).contains(header.fields().get(1));
    }

    @Test
    void whatIsNoNameOfAnyField() {
        HeaderBlock header = HeaderBlock.parse(Octets.ofLatin1("no colon\r\n\u00e9: x\r\n: y\r\n"));
        assertThat(header.count("")).isEqualTo(2);
        assertThat(header.count("\u00e9")).isEqualTo(1);
        assertThat(header.count("\u01e9")).isZero();
        assertThat(header.count("\u2615")).isZero();
        assertThat(header.fields("no colon")).isEmpty();
    }

    @Test
    void tenThousandNamesOfTheSameHash() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            names.add("From" + (10_000 + i) + "-which-is-the-same-in-the-middle");
        }
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append(name).append(":\r\n"));
        HeaderBlock header =
                HeaderBlock.parse(Octets.ofLatin1(text.toString()), new MessageLimits(1 << 20, 10_000, 1000));
        FieldsFromBelow fields = header.fromBelow();
        for (String name : names) {
            assertThat(fields.take(name)).isPresent();
            assertThat(fields.take(name)).isEmpty();
        }
    }
}
