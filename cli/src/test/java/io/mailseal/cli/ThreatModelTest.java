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
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The page about threats names every limit of the API with its default, and none that is not there. */
class ThreatModelTest {

    private static final Path PAGE = Path.of("..", "docs", "threat-model.md");

    /** The limits as the code has them: of each public record of limits the defaults, and the public constants. */
    private static Map<String, String> limits() throws ReflectiveOperationException {
        Map<String, String> limits = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.mailseal")) {
            boolean ours = !type.getPackageName().startsWith("io.mailseal.cli")
                    && !type.getPackageName().startsWith("io.mailseal.testkit");
            if (ours && Modifier.isPublic(type.reflect().getModifiers())) {
                addConstants(type.reflect(), limits);
                addDefaults(type.reflect(), limits);
            }
        }
        return limits;
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
        assertThat(documented()).isEqualTo(limits());
    }
}
