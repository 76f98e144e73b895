package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a folder are looked at, and in which order. */
class FolderWalkTest {

    @TempDir
    Path root;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
    }

    private void folders(String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(root.resolve(name));
        }
    }

    private List<String> found(FolderWalk walk) {
        List<String> names = new ArrayList<>();
        for (Optional<FolderFile> file = walk.next(); file.isPresent(); file = walk.next()) {
            String mark = file.get().failure().isPresent() ? "!" : file.get().isInMaildir() ? "*" : "";
            names.add(mark + root.relativize(file.get().path()));
        }
        return names;
    }

    private List<String> found() {
        return found(new FolderWalk(root));
    }

    @Test
    void allFilesInTheOrderOfTheirNamesWithThoseBelowInBetween() throws IOException {
        files("c.eml", "a.eml", "b/z", "b/a", "b/m/x", "b.eml", "10", "9");
        assertThat(found()).containsExactly("10", "9", "a.eml", "b/a", "b/m/x", "b/z", "b.eml", "c.eml");
    }

    @Test
    void noneThatAreHidden() throws IOException {
        files(".hidden", ".folder/a", "a/.b", "a/c");
        assertThat(found()).containsExactly("a/c");
    }

    @Test
    void ofAMaildirThoseOfCurAndNewAlone() throws IOException {
        files("cur/2:2,S", "cur/1:2,", "new/3", "tmp/4", "dovecot-uidlist", ".Sent/cur/5:2,S", "cur/.nfs01", "etc/6");
        folders(".Sent/new", ".Sent/tmp", ".git/objects");
        assertThat(found()).containsExactly("*.Sent/cur/5:2,S", "*cur/1:2,", "*cur/2:2,S", "*new/3");
    }

    @Test
    void aFolderThatLacksTmpIsNoMaildir() throws IOException {
        files("cur/1", "new/2", "3");
        assertThat(found()).containsExactly("3", "cur/1", "new/2");
    }

    @Test
    void maildirsInFolders() throws IOException {
        files("a/cur/1", "b/2");
        folders("a/new", "a/tmp");
        assertThat(found()).containsExactly("*a/cur/1", "b/2");
    }

    @Test
    void whereALinkLeadsIsNotLookedAt(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret"), "x");
        files("a", "b/c");
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("folder"), outside);
        Files.createSymbolicLink(root.resolve("circle"), root);
        Files.createSymbolicLink(root.resolve("b/inside"), root.resolve("a"));
        FolderWalk walk = new FolderWalk(root);
        assertThat(found(walk)).containsExactly("a", "b/c");
        assertThat(walk.linksLeftOut()).isEqualTo(4);
        Files.delete(root.resolve("file"));
        Files.delete(root.resolve("folder"));
    }

    @Test
    void aLinkThatTheUserNamesIsFollowed(@TempDir Path elsewhere) throws IOException {
        files("a");
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), root);
        Optional<FolderFile> file = new FolderWalk(link).next();
        assertThat(file.map(FolderFile::path)).contains(link.resolve("a"));
        Files.delete(link);
    }

    @Test
    void aFolderThatCanNotBeReadHasItsPlace() throws IOException {
        files("a", "b/c", "d");
        assumeTrue(root.resolve("b").toFile().setReadable(false));
        assumeTrue(!Files.isReadable(root.resolve("b")), "whoever may read everything can't test this");
        assertThat(found()).containsExactly("a", "!b", "d");
    }

    @Test
    void aFolderThatIsGoneHasItsPlace() {
        assertThat(found(new FolderWalk(root.resolve("none")))).containsExactly("!none");
    }

    @Test
    void anEmptyFolderHasNone() {
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 11})
    void aFolderOfMoreNamesThanAreHeldIsInOrderAsWell(int held) throws IOException {
        List<String> names = IntStream.range(0, 10).mapToObj(i -> "f" + i).toList();
        files(names.toArray(String[]::new));
        FolderNames folder = new FolderNames(root, held);
        List<String> seen = new ArrayList<>();
        for (Optional<Path> name = folder.next(); name.isPresent(); name = folder.next()) {
            seen.add(name.get().toString());
        }
        assertThat(seen).isEqualTo(names);
    }
}
