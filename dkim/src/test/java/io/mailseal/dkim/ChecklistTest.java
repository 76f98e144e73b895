package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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

    private static final Pattern NUMBER = Pattern.compile("\\b(?:DK[VS]_\\d\\d|PITFALL_\\d+|T\\d\\d)(?!\\d)");

    @Test
    @DisplayName("DKV_01 to DKV_38, DKS_01 to DKS_22, PITFALL_23 to PITFALL_44, T20 to T35 have named tests")
    void complete() throws IOException, URISyntaxException {
        Map<String, Set<String>> tests = tests();
        List<String> missing =
                wanted().filter(number -> !tests.containsKey(number)).toList();
        assertThat(missing).isEmpty();
    }

    private static Stream<String> wanted() {
        return Stream.of(
                        numbers("DKV_%02d", 1, 38),
                        numbers("DKS_%02d", 1, 22),
                        numbers("PITFALL_%d", 23, 44),
                        numbers("T%d", 20, 35))
                .flatMap(each -> each);
    }

    private static Stream<String> numbers(String pattern, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(pattern::formatted);
    }

    private static Map<String, Set<String>> tests() throws IOException, URISyntaxException {
        Map<String, Set<String>> tests =
                new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        for (Class<?> type : classes()) {
            if (type != ChecklistTest.class) {
                Arrays.stream(type.getDeclaredMethods())
                        .forEach(method -> add(tests, type, method.getName(), named(method)));
            }
        }
        return tests;
    }

    private static void add(Map<String, Set<String>> tests, Class<?> type, String method, String name) {
        for (Matcher matcher = NUMBER.matcher(name); matcher.find(); ) {
            String test = type.getName().substring(type.getPackageName().length() + 1) + "." + method;
            tests.computeIfAbsent(matcher.group(), key -> new TreeSet<>()).add(test);
        }
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
