package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page about threats names every limit of the API, records and constants with their defaults, and none else. */
class ThreatModelTest {

    private static final Path PAGE = Path.of("..", "docs", "threat-model.md");

    /** Numbers and times that builders take and that bound nothing of what a stranger sends. */
    private static final Set<String> NO_BOUNDS = Set.of(
            "BlocklistClient.Builder.stopAtScore",
            "BlocklistProfile.Builder.weight",
            "DkimRotation.Builder.negativeTtl",
            "DkimRotation.Builder.recordTtl",
            "DkimRotation.Builder.timeUnderWay",
            "DkimSigner.Builder.validFor",
            "DnsClient.Builder.ttlFloor",
            "HttpsPolicyFetcher.Builder.allowPort",
            "MtaStsPolicy.Builder.maxAge");

    private static List<Class<?>> published() {
        List<Class<?>> published = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.mailseal")) {
            boolean ours = !type.getPackageName().startsWith("io.mailseal.cli")
                    && !type.getPackageName().startsWith("io.mailseal.testkit");
            if (ours && Modifier.isPublic(type.reflect().getModifiers())) {
                published.add(type.reflect());
            }
        }
        return published;
    }

    /** The limits as the code has them: of each public record of limits the defaults, and the public constants. */
    private static Map<String, String> limits() throws ReflectiveOperationException {
        Map<String, String> limits = new TreeMap<>();
        for (Class<?> type : published()) {
            addConstants(type, limits);
            addDefaults(type, limits);
        }
        return limits;
    }

    /** The methods of builders that take a number or a time. */
    private static Set<String> settings() {
        Set<String> settings = new TreeSet<>();
        published().stream()
                .filter(type -> type.getSimpleName().equals("Builder"))
                .forEach(type -> Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .filter(method -> method.getParameterCount() == 1 && isBound(method.getParameterTypes()[0]))
                        .forEach(method -> settings.add(
                                type.getEnclosingClass().getSimpleName() + ".Builder." + method.getName())));
        return settings;
    }

    private static boolean isBound(Class<?> type) {
        return Set.<Class<?>>of(int.class, long.class, double.class, Duration.class)
                .contains(type);
    }

    private static void addConstants(Class<?> type, Map<String, String> limits) throws ReflectiveOperationException {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    && Modifier.isPublic(field.getModifiers())
                    && (field.getType().isPrimitive() || field.getType() == Duration.class)
                    && (field.getName().startsWith("MAX_") || field.getName().startsWith("MOST_"))) {
                limits.put(type.getSimpleName() + "." + field.getName(), text(field.get(null)));
            }
        }
    }

    private static void addDefaults(Class<?> type, Map<String, String> limits) throws ReflectiveOperationException {
        if (type.isRecord() && type.getSimpleName().endsWith("Limits")) {
            Object defaults = type.getSimpleName().equals("SpfLimits")
                    ? type.getMethod("rfc7208").invoke(null)
                    : type.getField("DEFAULT").get(null);
            for (RecordComponent component : type.getRecordComponents()) {
                limits.put(
                        type.getSimpleName() + "." + component.getName(),
                        text(component.getAccessor().invoke(defaults)));
            }
        }
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
        }
        return value.toString();
    }

    // Rows such as: | `DnsLimits.budget` | 400 | … |
    private static Map<String, String> documented() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            String[] cells = line.split("\\|");
            if (cells.length > 3 && cells[1].strip().startsWith("`")) {
                documented.put(
                        cells[1].strip().replace("`", ""), cells[2].strip().replace(",", ""));
            }
        }
        return documented;
    }

    @Test
    void everyLimitIsNamedWithItsDefault() throws Exception {
        Map<String, String> limits = documented();
        limits.keySet().removeIf(ThreatModelTest::isSetting);
        assertThat(limits).isEqualTo(limits());
    }

    @Test
    void everySettingIsNamed() throws Exception {
        Set<String> settings = new TreeSet<>(documented().keySet());
        settings.removeIf(name -> !isSetting(name));
        settings.addAll(NO_BOUNDS);
        assertThat(settings).isEqualTo(settings());
    }

    private static boolean isSetting(String name) {
        return name.contains(".Builder.");
    }
}
