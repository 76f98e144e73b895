package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What the POMs say about the project and what it needs, for those who publish it and those who use it. */
class DependenciesTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void thePageListsWhatThePomsAskFor() throws Exception {
        Map<String, Set<String>> asked = new TreeMap<>();
        for (String module : modules()) {
            if (!module.equals("benchmarks")) {
                libraries(module)
                        .forEach(library -> asked.computeIfAbsent(library, any -> new TreeSet<>())
                                .add(module));
            }
        }
        Map<String, Set<String>> listed = new TreeMap<>(page());
        // Those that others bring along name no module.
        listed.values().removeIf(Set::isEmpty);
        assertThat(listed).isEqualTo(asked);
    }

    @Test
    void theBomAndTheParentSayTheSameOfTheProject() throws Exception {
        Element parent = pom(ROOT.resolve("pom.xml"));
        Element bom = pom(ROOT.resolve("bom/pom.xml"));
        for (String name : List.of("groupId", "version", "url", "licenses", "developers", "scm")) {
            assertThat(text(bom, name)).as(name).isNotEmpty().isEqualTo(text(parent, name));
        }
        assertThat(text(child(bom, "properties"), "mailseal.url"))
                .isEqualTo(text(child(parent, "properties"), "mailseal.url"));
    }

    @Test
    void allPlacesNameTheVersion() throws Exception {
        String version = text(pom(ROOT.resolve("pom.xml")), "version");
        assertThat(Main.VERSION).isEqualTo("mailseal " + version);
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("<version>" + version + "</version>");
        assertThat(Files.readString(ROOT.resolve("CHANGELOG.md"))).contains("\n## " + version + "\n");
        for (Path example : examples()) {
            assertThat(text(child(pom(example), "properties"), "mailseal.version"))
                    .as("%s", example)
                    .isEqualTo(version);
        }
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve("examples"))) {
            List<Path> poms = folders.map(folder -> folder.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();
            assertThat(poms).hasSizeGreaterThan(5);
            return poms;
        }
    }

    @Test
    void aReleaseIsUploadedWholeOrNotAtAll() throws Exception {
        for (String pom : List.of("pom.xml", "bom/pom.xml")) {
            assertThat(deployAtEnd(pom(ROOT.resolve(pom)))).as(pom).isEqualTo("true");
        }
    }

    private static String deployAtEnd(Element pom) {
        Element managed = child(child(child(pom, "build"), "pluginManagement"), "plugins");
        return children(managed, "plugin").stream()
                .filter(plugin -> text(plugin, "artifactId").equals("maven-deploy-plugin"))
                .map(plugin -> text(child(plugin, "configuration"), "deployAtEnd"))
                .collect(Collectors.joining());
    }

    @Test
    void theBomHasAllThatIsPublishedButTheProgram() throws Exception {
        Set<String> published = new TreeSet<>(modules());
        published.removeAll(Set.of("bom", "cli", "benchmarks"));
        Element bom = pom(ROOT.resolve("bom/pom.xml"));
        Set<String> aligned = children(child(child(bom, "dependencyManagement"), "dependencies"), "dependency").stream()
                .map(dependency -> text(dependency, "artifactId").substring("mailseal-".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(aligned).isEqualTo(published);
    }

    @Test
    void everyModuleHasANameAndADescription() throws Exception {
        for (String module : modules()) {
            Element pom = pom(ROOT.resolve(module).resolve("pom.xml"));
            assertThat(text(pom, "name")).as(module).startsWith("Mailseal ");
            assertThat(text(pom, "description")).as(module).endsWith(".");
        }
    }

    private static List<String> modules() throws Exception {
        return children(child(pom(ROOT.resolve("pom.xml")), "modules"), "module").stream()
                .map(module -> module.getTextContent().strip())
                .toList();
    }

    /** Third-party ones that a user of the module gets. Those of tests stand in a profile. */
    private static Set<String> libraries(String module) throws Exception {
        Element pom = pom(ROOT.resolve(module).resolve("pom.xml"));
        Element dependencies = child(pom, "dependencies");
        return (dependencies == null ? Stream.<Element>of() : children(dependencies, "dependency").stream())
                .filter(dependency -> !List.of("test", "provided").contains(text(dependency, "scope")))
                .filter(dependency -> !text(dependency, "groupId").equals("io.mailseal"))
                .map(dependency -> text(dependency, "groupId") + ":" + text(dependency, "artifactId"))
                .collect(Collectors.toSet());
    }

    /** The libraries of the table, each with the modules that its last column names. */
    private static Map<String, Set<String>> page() throws IOException {
        return Files.readString(ROOT.resolve("docs/dependencies.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toMap(cells -> words(cells[1]).iterator().next(), cells -> words(cells[3])));
    }

    /** What stands between back quotes. */
    private static Set<String> words(String cell) {
        Set<String> words = new TreeSet<>();
        String[] parts = cell.split("`", -1);
        for (int i = 1; i < parts.length; i += 2) {
            words.add(parts[i]);
        }
        return words;
    }

    private static Element pom(Path file) throws Exception {
        Document document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
        return document.getDocumentElement();
    }

    private static Element child(Element parent, String name) {
        return children(parent, name).stream().findFirst().orElse(null);
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
                .map(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE
                        && node.getNodeName().equals(name))
                .map(Element.class::cast)
                .toList();
    }

    /** The text within, its white space made even; empty if there is no such element. */
    private static String text(Element parent, String name) {
        Element element = child(parent, name);
        return element == null
                ? ""
                : element.getTextContent()
                        .lines()
                        .map(String::strip)
                        .collect(Collectors.joining(" "))
                        .strip();
    }
}
