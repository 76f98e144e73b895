package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a user can name has a comment. The tags for parameters and results are not asked for, since the first sentence
 * mostly says it all: that is why this is not left to the linter of javadoc, which knows no such difference. What it has to
 * say about the comments themselves is an error in the profile release.
 */
class JavadocTest {

    private static final Set<Modifier> VISIBLE = EnumSet.of(Modifier.PUBLIC, Modifier.PROTECTED);

    static List<String> modules() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !Set.of("cli", "benchmarks").contains(name))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everythingPublicHasAComment(String module) throws IOException {
        Path home = Path.of("..", module, "src", "main", "java");
        List<Path> sources;
        try (Stream<Path> files = Files.walk(home)) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> isForUsers(home, file))
                    .sorted()
                    .toList();
        }
        assertThat(withoutComment(home, sources)).isEmpty();
    }

    /** Whether it is of a package that the module exports to everybody; all are in one that has no descriptor. */
    private static boolean isForUsers(Path home, Path file) {
        Path descriptor = home.resolve("module-info.java");
        if (file.equals(descriptor) || !Files.exists(descriptor)) {
            return !file.equals(descriptor);
        }
        String name = home.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
        try {
            return Files.readString(descriptor).contains("exports " + name + ";");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> withoutComment(Path home, List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> missing = new ArrayList<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                String name =
                        home.toUri().relativize(unit.getSourceFile().toUri()).getPath();
                new PublicNames(trees, unit, name, missing).scan(new TreePath(unit), null);
            }
        }
        return missing;
    }

    /** Goes through the types and members of a file that a user can name. */
    private static final class PublicNames extends TreePathScanner<Void, Void> {

        private final DocTrees trees;
        private final CompilationUnitTree unit;
        private final String file;
        private final List<String> missing;

        PublicNames(DocTrees trees, CompilationUnitTree unit, String file, List<String> missing) {
            this.trees = trees;
            this.unit = unit;
            this.file = file;
            this.missing = missing;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (!isVisible(type.getModifiers())) {
                return null;
            }
            require(type.getSimpleName().toString());
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            // A constructor that repeats the record's name is the record's own.
            if (isVisible(method.getModifiers()) && !isOverride(method.getModifiers()) && !isOfRecord(method)) {
                require(
                        method.getName().contentEquals("<init>")
                                ? "constructor"
                                : method.getName().toString());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            if (isRecordComponent(field)) {
                requireParameter(field);
            } else if (isVisible(field.getModifiers())) {
                require(field.getName().toString());
            }
            return null;
        }

        private ClassTree owner() {
            return (ClassTree) getCurrentPath().getParentPath().getLeaf();
        }

        private boolean isVisible(ModifiersTree modifiers) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            boolean inInterface =
                    parent.getKind() == Tree.Kind.INTERFACE || parent.getKind() == Tree.Kind.ANNOTATION_TYPE;
            return inInterface
                    ? !modifiers.getFlags().contains(Modifier.PRIVATE)
                    : modifiers.getFlags().stream().anyMatch(VISIBLE::contains);
        }

        private static boolean isOverride(ModifiersTree modifiers) {
            return modifiers.getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
        }

        private boolean isOfRecord(MethodTree method) {
            return owner().getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>");
        }

        private boolean isRecordComponent(VariableTree field) {
            return owner().getKind() == Tree.Kind.RECORD
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC);
        }

        private void require(String name) {
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            if (comment == null || comment.getFullBody().isEmpty()) {
                missing.add(at() + ": " + name);
            }
        }

        private void requireParameter(VariableTree component) {
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath().getParentPath());
            boolean told = comment != null
                    && comment.getBlockTags().stream()
                            .filter(tag -> tag.getKind() == DocTree.Kind.PARAM)
                            .anyMatch(
                                    tag -> ((ParamTree) tag).getName().getName().contentEquals(component.getName()));
            if (!told) {
                missing.add(at() + ": @param " + component.getName());
            }
        }

        private String at() {
            long position = trees.getSourcePositions()
                    .getStartPosition(unit, getCurrentPath().getLeaf());
            return file + ":" + unit.getLineMap().getLineNumber(position);
        }
    }
}
