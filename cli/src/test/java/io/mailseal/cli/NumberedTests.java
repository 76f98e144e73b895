package io.mailseal.cli;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Which tests name which numbers, as in {@code @DisplayName("SPF_28: ...")} or jqwik's {@code @Label("PIT_1 T40")}. The
 * sources are read, and not compiled: the tests of other modules need not be on the class path.
 */
final class NumberedTests extends TreeScanner<Void, String> {

    // SPF_28, PIT_1, T40
    private static final Pattern NUMBER = Pattern.compile("\\b[A-Z]+(?:_\\d+|\\d\\d)(?!\\d)");
    private static final Set<String> NAMES = Set.of("DisplayName", "Label");

    private final SortedMap<String, Set<String>> tests =
            new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));

    private NumberedTests() {}

    /** Of the sources in this folder, and not of those in folders below it: by number, as {@code Class.Nested.method}. */
    static SortedMap<String, Set<String>> in(Path folder) throws IOException {
        NumberedTests found = new NumberedTests();
        for (CompilationUnitTree source : parsed(folder)) {
            found.scan(source, "");
        }
        return found.tests;
    }

    private static Iterable<? extends CompilationUnitTree> parsed(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> files = Files.list(folder);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(sources));
            return task.parse();
        }
    }

    @Override
    public Void visitClass(ClassTree type, String outer) {
        return super.visitClass(type, outer + type.getSimpleName() + ".");
    }

    @Override
    public Void visitMethod(MethodTree method, String outer) {
        for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
            if (NAMES.contains(annotation.getAnnotationType().toString())) {
                add(value(annotation), outer + method.getName());
            }
        }
        return super.visitMethod(method, outer);
    }

    private void add(String name, String test) {
        for (Matcher matcher = NUMBER.matcher(name); matcher.find(); ) {
            tests.computeIfAbsent(matcher.group(), key -> new TreeSet<>()).add(test);
        }
    }

    private static String value(AnnotationTree annotation) {
        ExpressionTree argument = annotation.getArguments().get(0);
        return text(argument instanceof AssignmentTree named ? named.getExpression() : argument);
    }

    private static String text(ExpressionTree expression) {
        if (expression instanceof LiteralTree literal) {
            return String.valueOf(literal.getValue());
        }
        if (expression instanceof BinaryTree sum) {
            return text(sum.getLeftOperand()) + text(sum.getRightOperand());
        }
        throw new IllegalArgumentException("the name of a test is to be written where it is: " + expression);
    }
}
