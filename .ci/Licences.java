import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Compares the bills of materials of a build with docs/dependencies.md: the same libraries, under the same licences. Our own
 * jars have our licence in them.
 * Run by ./release-check as {@code java .ci/Licences.java FOLDER}.
 */
class Licences {

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        Map<String, String> resolved = resolved(root);
        Map<String, String> listed = listed(root);
        if (resolved.isEmpty()) {
            System.err.println("no bill of materials names a library: was the build offline?");
            System.exit(1);
        }
        if (!resolved.equals(listed)) {
            print("resolved, but not in docs/dependencies.md", resolved, listed);
            print("in docs/dependencies.md, but not resolved", listed, resolved);
            System.exit(1);
        }
        int jars = requireOurOwn(root);
        System.out.println(jars + " jars with our licence in them");
        System.out.println(resolved.size() + " libraries, with the licences that docs/dependencies.md names");
    }

    // Whoever gets a jar gets its licence: in classes and sources. What cli gathers in target/lib is built elsewhere.
    private static int requireOurOwn(Path root) throws Exception {
        int jars = 0;
        try (Stream<Path> files = Files.find(root, 3, Licences::isOurs)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                jars++;
                try (ZipFile jar = new ZipFile(file.toFile())) {
                    if (jar.getEntry("META-INF/LICENSE") == null) {
                        System.err.println("no META-INF/LICENSE in " + file.getFileName());
                        System.exit(1);
                    }
                }
            }
        }
        return jars;
    }

    private static boolean isOurs(Path file, BasicFileAttributes any) {
        String name = file.getFileName().toString();
        return file.getParent().endsWith("target") && name.endsWith(".jar") && !name.endsWith("-javadoc.jar");
    }

    private static void print(String what, Map<String, String> some, Map<String, String> others) {
        some.forEach((library, licence) -> {
            if (!licence.equals(others.get(library))) {
                System.err.println(what + ": " + library + ", " + licence);
            }
        });
    }

    private static Map<String, String> resolved(Path root) throws Exception {
        Map<String, String> libraries = new TreeMap<>();
        try (Stream<Path> files = Files.find(root, 4, (file, any) -> file.endsWith("bom.xml"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Element bom = DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile())
                        .getDocumentElement();
                NodeList lists = bom.getChildNodes();
                for (int i = 0; i < lists.getLength(); i++) {
                    if (lists.item(i).getNodeName().equals("components")) {
                        add((Element) lists.item(i), libraries);
                    }
                }
            }
        }
        return libraries;
    }

    private static void add(Element components, Map<String, String> libraries) {
        NodeList all = components.getElementsByTagName("component");
        for (int i = 0; i < all.getLength(); i++) {
            Element component = (Element) all.item(i);
            String group = text(component, "group");
            if (!group.equals("io.mailseal")) {
                libraries.put(group + ":" + text(component, "name"), licence(component));
            }
        }
    }

    private static String licence(Element component) {
        NodeList licences = component.getElementsByTagName("license");
        if (licences.getLength() == 0) {
            return text(component, "expression");
        }
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < licences.getLength(); i++) {
            Element licence = (Element) licences.item(i);
            String id = text(licence, "id");
            names.append(i == 0 ? "" : " or ").append(id.isEmpty() ? text(licence, "name") : id);
        }
        return names.toString();
    }

    private static String text(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }

    private static Map<String, String> listed(Path root) throws Exception {
        Map<String, String> libraries = new TreeMap<>();
        for (String line : Files.readAllLines(root.resolve("docs/dependencies.md"))) {
            if (line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                libraries.put(cells[1].replace("`", "").strip(), cells[2].strip());
            }
        }
        return libraries;
    }
}
