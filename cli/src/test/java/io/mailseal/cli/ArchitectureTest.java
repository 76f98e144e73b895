package io.mailseal.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The module graph and the places where I/O may happen, as the design has them. Modules to come may be absent. */
class ArchitectureTest {

    /** Which modules each may depend on, beside core. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("core", Set.of()),
            Map.entry("testkit", Set.of()),
            Map.entry("testkit-junit5", Set.of("testkit", "spf", "dkim", "dmarc", "mime", "psl", "inbound")),
            Map.entry("psl", Set.of()),
            Map.entry("dns", Set.of()),
            Map.entry("mime", Set.of()),
            Map.entry("spf", Set.of()),
            Map.entry("mtasts", Set.of()),
            Map.entry("mtasts-jdbc", Set.of("mtasts")),
            Map.entry("dkim", Set.of("psl")),
            Map.entry("dmarc", Set.of("psl")),
            Map.entry("dnsbl", Set.of("psl", "mime")),
            Map.entry("inbound", Set.of("spf", "dkim", "dmarc", "mime", "psl")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mailseal");

    static List<String> modules() {
        return ARROWS.keySet().stream().sorted().toList();
    }

    private static String home(String module) {
        return "io.mailseal." + module.replace('-', '.');
    }

    private static boolean isBelow(JavaClass type, String module) {
        return (type.getPackageName() + ".").startsWith(home(module) + ".");
    }

    // What is below the package of a longer name belongs to that one's module: mtasts.jdbc is not mtasts.
    private static DescribedPredicate<JavaClass> inModule(String module) {
        return DescribedPredicate.describe(
                "in the module " + module,
                type -> isBelow(type, module)
                        && ARROWS.keySet().stream()
                                .filter(other -> other.startsWith(module + "-"))
                                .noneMatch(other -> isBelow(type, other)));
    }

    private static DescribedPredicate<JavaClass> inOneOf(Set<String> modules) {
        return DescribedPredicate.describe(
                "in one of the modules " + modules,
                type -> modules.stream().anyMatch(module -> inModule(module).test(type)));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void dependsOnItsOwnArrowsAlone(String module) {
        Set<String> forbidden = new TreeSet<>(ARROWS.keySet());
        forbidden.add("cli");
        forbidden.remove(module);
        forbidden.remove("core");
        forbidden.removeAll(ARROWS.getOrDefault(module, Set.of()));
        noClasses()
                .that(inModule(module))
                .should()
                .dependOnClassesThat(inOneOf(forbidden))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothingDependsOnTheProgram() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mailseal.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.mailseal.cli..")
                .check(CLASSES);
    }

    @Test
    void everyFolderOfTheBuildHasItsArrows() throws Exception {
        String parent = Files.readString(Path.of("..", "pom.xml"));
        List<String> folders = parent.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("<module>"))
                .map(line -> line.substring(8, line.indexOf('<', 8)))
                .filter(folder -> !List.of("cli", "bom", "benchmarks").contains(folder))
                .toList();
        assertThat(folders).isNotEmpty().isSubsetOf(ARROWS.keySet());
    }

    private static final String[] RULES = {
        "io.mailseal.spf..", "io.mailseal.dkim..", "io.mailseal.dmarc..", "io.mailseal.mtasts", "io.mailseal.dnsbl.."
    };

    private static final List<String> FACADES = List.of(
            "SpfEvaluator",
            "SpfLinter",
            "DkimVerifier",
            "DkimVerification",
            "DkimKeyChecker",
            "DkimSigner",
            "DkimSigning",
            "DmarcEvaluator",
            "DmarcLinter",
            "DmarcPolicyResolver",
            "MtaStsFetcher",
            "MtaStsCache",
            "BlocklistClient",
            "UriExtractor");

    /**
     * In the module mtasts: what talks to web servers, and what waits, for them or for a store. In the module dnsbl: what
     * reads files and resources, and what stands between a client and its resolver.
     */
    private static final List<String> ADAPTERS = List.of(
            "BlocklistProfiles",
            "RegisteredDomains",
            "SurblList",
            "ListTimeLimit",
            "Observed",
            "Callers",
            "HttpsPolicyFetcher",
            "WatchedFetcher",
            "HttpsExchange",
            "HttpsSettings",
            "ResponseReader",
            "CertificateCheck",
            "KeptPolicies",
            "MemoryPolicyStore",
            "RefreshRound",
            "Flights",
            "Steps",
            "Waiting");

    // What signs may wait for whoever has the key.
    private static final DescribedPredicate<JavaClass> A_SIGNATURE_SOURCE = DescribedPredicate.describe(
            "a source of signatures",
            type -> List.of("SignatureSource", "LocalKey", "ExternalKey").contains(type.getSimpleName()));

    private static final DescribedPredicate<JavaClass> AN_ADAPTER = DescribedPredicate.describe(
            "an adapter",
            type -> (type.getPackageName().equals("io.mailseal.mtasts")
                            || type.getPackageName().startsWith("io.mailseal.dnsbl"))
                    && (ADAPTERS.contains(type.getSimpleName())
                            || type.getEnclosingClass()
                                    .filter(outer -> ADAPTERS.contains(outer.getSimpleName()))
                                    .isPresent()));

    private static final DescribedPredicate<JavaClass> A_FACADE = DescribedPredicate.describe(
            "a façade",
            type -> FACADES.contains(type.getSimpleName())
                    || type.getEnclosingClass()
                            .filter(outer -> FACADES.contains(outer.getSimpleName()))
                            .isPresent());

    // An address that nobody opens is a value, and an encoding of names does nothing.
    private static final DescribedPredicate<JavaClass> IS_IO = DescribedPredicate.describe(
            "do I/O, or write logs",
            type -> Stream.of("java.net", "java.nio.file", "java.nio.channels", "org.xbill", "org.slf4j")
                            .anyMatch(home -> (type.getPackageName() + ".").startsWith(home + "."))
                    && !List.of("URI", "URISyntaxException", "IDN").contains(type.getSimpleName()));

    @Test
    void rulesDoNoIo() {
        noClasses()
                .that()
                .resideInAnyPackage(RULES)
                .and(DescribedPredicate.not(AN_ADAPTER))
                .should()
                .dependOnClassesThat(IS_IO)
                .check(CLASSES);
    }

    /** Streams that a caller gives are read in one place, before the rules run. */
    @Test
    void rulesReadNoStreams() {
        noClasses()
                .that()
                .resideInAnyPackage(RULES)
                .and(DescribedPredicate.not(A_FACADE))
                .and(DescribedPredicate.not(AN_ADAPTER))
                .and()
                .doNotHaveSimpleName("DkimCheck")
                .and()
                .doNotHaveSimpleName("NormalisedStream")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.InputStream")
                .check(CLASSES);
    }

    @Test
    void rulesAskNoResolverAndMakeNoFutures() {
        noClasses()
                .that()
                .resideInAnyPackage(RULES)
                .and(DescribedPredicate.not(A_FACADE))
                .and(DescribedPredicate.not(A_SIGNATURE_SOURCE))
                .and(DescribedPredicate.not(AN_ADAPTER))
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "io\\.mailseal\\.core\\.dns\\.Dns(Resolver|Sessions?)|java\\.util\\.concurrent\\..*Future.*")
                .check(CLASSES);
    }

    @Test
    void rulesReadNoClockAndDrawNoLots() {
        for (String method : List.of("currentTimeMillis", "nanoTime")) {
            noClasses()
                    .that()
                    .resideInAnyPackage(RULES)
                    .should()
                    .callMethod(System.class, method)
                    .check(CLASSES);
        }
        noClasses()
                .that()
                .resideInAnyPackage(RULES)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.InstantSource.class, "system")
                .allowEmptyShould(true)
                .check(CLASSES.that(DescribedPredicate.not(A_FACADE)));
        noClasses()
                .that()
                .resideInAnyPackage(RULES)
                .and()
                .doNotHaveSimpleName("DkimPrivateKey") // which makes keys
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .check(CLASSES);
    }

    @Test
    void logsAreForTheAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.mailseal.dns..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..", "java.lang.System$Logger")
                .check(CLASSES);
    }

    /** The table of IDNA is a resource that the generator of this project wrote. */
    private static final DescribedPredicate<JavaClass> READERS_OF_OUR_OWN_DATA = DescribedPredicate.describe(
            "readers of our own data", type -> type.getFullName().startsWith("io.mailseal.core.IdnaTable"));

    @Test
    void noRegularExpressionSeesWhatOthersWrote() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.mailseal.cli..")
                .and(DescribedPredicate.not(READERS_OF_OUR_OWN_DATA))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex..")
                .orShould()
                .callMethod(String.class, "split", String.class)
                .orShould()
                .callMethod(String.class, "split", String.class, int.class)
                .orShould()
                .callMethod(String.class, "replaceAll", String.class, String.class)
                .orShould()
                .callMethod(String.class, "replaceFirst", String.class, String.class)
                .orShould()
                .callMethod(String.class, "matches", String.class)
                .check(CLASSES);
    }

    @Test
    void noVerdictDependsOnTheLocale() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(String.class, "getBytes")
                .check(CLASSES);
    }

    @Test
    void coreHasNoThirdPartyDependency() {
        classes()
                .that()
                .resideInAPackage("io.mailseal.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.mailseal.core..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    /** Where each library may be used; for the last two that is what keeps them replaceable. */
    static Stream<Arguments> libraries() {
        return Stream.of(
                Arguments.of("org.bouncycastle..", new String[] {"io.mailseal.dkim..", "io.mailseal.dns.."}),
                Arguments.of("com.github.benmanes.caffeine..", new String[] {"io.mailseal.dns.."}),
                Arguments.of("java.sql..", new String[] {"io.mailseal.mtasts.jdbc.."}),
                Arguments.of("javax.sql..", new String[] {"io.mailseal.mtasts.jdbc.."}),
                Arguments.of("org.jsoup..", new String[] {"io.mailseal.dnsbl.."}),
                Arguments.of("org.junit..", new String[] {"io.mailseal.testkit.junit5.."}),
                Arguments.of("org.xbill..", new String[] {"io.mailseal.dns.."}),
                Arguments.of("org.apache.james..", new String[] {"io.mailseal.mime.."}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("libraries")
    void librariesStayWhereTheyAre(String library, String[] homes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void noSignatureOfTheDnsModuleMentionsDnsjava() {
        List<JavaClass> named = CLASSES.stream()
                .filter(type -> type.getPackageName().startsWith("io.mailseal.dns"))
                .filter(ArchitectureTest::canBeNamed)
                .toList();
        assertThat(named)
                .extracting(JavaClass::getSimpleName)
                .contains("DnsClient", "Builder", "DnsProof", "TrustAnchors");
        for (JavaClass type : named) {
            Stream<JavaType> supertypes = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
            assertThat(Stream.concat(
                                    supertypes,
                                    type.getMembers().stream()
                                            .filter(ArchitectureTest::isVisible)
                                            .flatMap(ArchitectureTest::types))
                            .flatMap(mentioned -> mentioned.getAllInvolvedRawTypes().stream())
                            .map(JavaClass::getFullName))
                    .as(type.getFullName())
                    .noneMatch(name -> name.startsWith("org.xbill"));
        }
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit code = (JavaCodeUnit) member;
        Stream<JavaType> thrown = code.getThrowsClause().stream().map(clause -> clause.getRawType());
        return Stream.of(Stream.of(code.getReturnType()), code.getParameterTypes().stream(), thrown)
                .flatMap(part -> part);
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    // A member of a type that is hidden is hidden, too.
    private static boolean canBeNamed(JavaClass type) {
        boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return visible
                && type.getEnclosingClass().map(ArchitectureTest::canBeNamed).orElse(true);
    }
}
