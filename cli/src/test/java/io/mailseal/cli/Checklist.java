package io.mailseal.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which numbers of the checklist, the pitfalls and the threats the tests of one package have to name.
 *
 * @param module the folder of the module
 * @param testPackage where the tests stand; a test elsewhere does not count
 * @param required the numbers, in the module's own spelling
 * @param exempted those of them that no test names, each with the reason; a test that names one has to end the exemption
 */
record Checklist(String module, String testPackage, List<String> required, Map<String, String> exempted) {

    private static final String OF_THE_RECEIVER =
            "what is done with a result where mail is received: this module has nothing that does it";

    /** Of each module that has a checklist. A new module gets its line here, and nothing else. */
    static final List<Checklist> ALL = List.of(
            of("core", "io.mailseal.core.authres").numbers("ARH_%02d", 1, 14).and("PIT_54", "PIT_59", "T04", "T12"),
            of("spf", "io.mailseal.spf")
                    .numbers("SPF_%02d", 1, 49)
                    .numbers("RSPF_%02d", 1, 5)
                    .numbers("PIT_%d", 1, 22)
                    .numbers("T%d", 40, 48)
                    .but(OF_THE_RECEIVER, "SPF_45", "SPF_46", "SPF_47", "RSPF_01"),
            of("dkim", "io.mailseal.dkim")
                    .numbers("DKV_%02d", 1, 38)
                    .numbers("DKS_%02d", 1, 22)
                    .numbers("PITFALL_%d", 23, 44)
                    .numbers("T%d", 20, 35),
            of("dmarc", "io.mailseal.dmarc")
                    .numbers("DMP_%02d", 1, 12)
                    .numbers("DMT_%02d", 1, 18)
                    .numbers("DME_%02d", 1, 14)
                    .numbers("PIT_%d", 45, 54)
                    .numbers("T%d", 50, 57)
                    .and("T01", "T06", "T08", "T09")
                    .but(OF_THE_RECEIVER, "DME_10", "DME_12"),
            of("mtasts", "io.mailseal.mtasts")
                    .numbers("STS_%02d", 1, 20)
                    .numbers("PIT_%d", 64, 66)
                    .numbers("T%d", 70, 75),
            of("dnsbl", "io.mailseal.dnsbl")
                    .numbers("DBL_%02d", 1, 16)
                    .numbers("PIT_%d", 61, 63)
                    .numbers("T%d", 90, 94));

    private static Checklist of(String module, String testPackage) {
        return new Checklist(module, testPackage, List.of(), Map.of());
    }

    private Checklist numbers(String pattern, int from, int to) {
        return and(IntStream.rangeClosed(from, to).mapToObj(pattern::formatted).toArray(String[]::new));
    }

    private Checklist and(String... more) {
        return new Checklist(module, testPackage, concat(required, more), exempted);
    }

    private Checklist but(String reason, String... numbers) {
        Map<String, String> exemptions =
                Stream.of(numbers).collect(Collectors.toUnmodifiableMap(number -> number, number -> reason));
        return new Checklist(module, testPackage, required, exemptions);
    }

    private static List<String> concat(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    /** The folder of the tests, from the folder of this module. */
    Path folder() {
        return Path.of("..", module, "src", "test", "java").resolve(testPackage.replace('.', '/'));
    }

    @Override
    public String toString() {
        return testPackage;
    }
}
