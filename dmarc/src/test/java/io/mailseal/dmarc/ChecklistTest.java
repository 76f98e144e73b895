package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Label;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each number of the checklist, the pitfalls and the threats is in the name of a test. */
class ChecklistTest {

    private static final Pattern NUMBER = Pattern.compile("\\b(?:DM[PTE]_\\d\\d|PIT_\\d+|T\\d\\d)(?!\\d)");

    /**
     * The field and the SMTP reply, which are made of the result where mail is received: there is nothing here to do
     * it.
     */
    private static final Set<String> OF_THE_RECEIVER = Set.of("DME_10", "DME_12");

    @Test
    @DisplayName("DMP_01 to DMP_12, DMT_01 to DMT_18, DME_01 to DME_14, PIT_45 to PIT_54, T50 to T57 have named tests")
    void complete() throws IOException, URISyntaxException {
        Set<String> found = numbersInNames();
        assertThat(wanted().filter(number -> !found.contains(number)))
                .containsExactlyInAnyOrderElementsOf(OF_THE_RECEIVER);
    }

    private static Stream<String> wanted() {
        return Stream.of(
                        numbers("DMP_%02d", 1, 12),
                        numbers("DMT_%02d", 1, 18),
                        numbers("DME_%02d", 1, 14),
                        numbers("PIT_%d", 45, 54),
                        numbers("T%d", 50, 57),
                        Stream.of("T01", "T06", "T08", "T09"))
                .flatMap(each -> each);
    }

    private static Stream<String> numbers(String pattern, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(pattern::formatted);
    }

    private static Set<String> numbersInNames() throws IOException, URISyntaxException {
        Set<String> numbers = new TreeSet<>();
        for (Class<?> type : classes()) {
            if (type != ChecklistTest.class) {
                Arrays.stream(type.getDeclaredMethods())
                        .map(ChecklistTest::named)
                        .forEach(name -> {
                            for (Matcher matcher = NUMBER.matcher(name); matcher.find(); ) {
                                numbers.add(matcher.group());
                            }
                        });
            }
        }
        return numbers;
    }

    private static String named(AnnotatedElement element) {
        DisplayName name = element.getAnnotation(DisplayName.class);
        Label label = element.getAnnotation(Label.class);
        return (name == null ? "" : name.value()) + " " + (label == null ? "" : label.value());
    }

    private static List<Class<?>> classes() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(ChecklistTest.class.getResource("ChecklistTest.class"))
                        .toURI())
                .getParent();
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class")) {
                    classes.add(load(name.substring(0, name.length() - ".class".length())));
                }
            }
        }
        return classes;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(
                    ChecklistTest.class.getPackageName() + "." + name, false, ChecklistTest.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}
