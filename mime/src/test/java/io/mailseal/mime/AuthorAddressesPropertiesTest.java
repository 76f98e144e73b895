package io.mailseal.mime;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AuthorAddressesPropertiesTest {

    // In ASCII.
    private static final char[] CONTROLS =
            (IntStream.range(0, 0x20).mapToObj(Character::toString).collect(joining()) + "\u007F").toCharArray();

    private static AuthorAddresses from(String value) {
        return AuthorAddresses.of(HeaderBlock.parse(Octets.ofUtf8("From: " + value + "\r\n\r\n")));
    }

    private static void isConsistent(AuthorAddresses authors) {
        assertThat(authors.authorDomain().isPresent()).isEqualTo(authors.status() == AuthorStatus.ONE_DOMAIN);
        assertThat(authors.problem().isPresent()).isNotEqualTo(authors.status() == AuthorStatus.ONE_DOMAIN);
        authors.problem().ifPresent(problem -> assertThat(problem.status()).isEqualTo(authors.status()));
        assertThat(authors.explanation().chars()).noneMatch(Character::isISOControl);
        if (authors.status() == AuthorStatus.ONE_DOMAIN) {
            assertThat(authors.domains()).hasSize(1);
        }
        if (authors.status() == AuthorStatus.SEVERAL_DOMAINS) {
            assertThat(authors.domains()).hasSizeGreaterThan(1);
        }
        for (AuthorAddress address : authors.addresses()) {
            AuthorAddresses again = from(address.addrSpec());
            assertThat(again.status()).as(address.addrSpec()).isEqualTo(AuthorStatus.ONE_DOMAIN);
            assertThat(again.addresses().get(0).localPart()).isEqualTo(address.localPart());
            assertThat(again.authorDomain()).contains(address.domain());
        }
    }

    @Property
    void noOctetsOfAHeaderMakeItThrow(@ForAll byte[] octets) {
        isConsistent(AuthorAddresses.of(HeaderBlock.parse(Octets.of(octets))));
    }

    @Property
    void noOctetsOfAFieldMakeItThrow(@ForAll byte[] octets) {
        isConsistent(AuthorAddresses.of(
                HeaderBlock.parse(Octets.ofLatin1("From:" + Octets.of(octets).toLatin1() + "\r\n\r\n"))));
    }

    @Property(tries = 20_000)
    void noArrangementOfPiecesMakesItThrow(@ForAll("pieces") String value) {
        isConsistent(from(value));
    }

    @Provide
    static Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "a",
                        "b.example",
                        "@",
                        "<",
                        ">",
                        "\"",
                        "\\",
                        "(",
                        ")",
                        ",",
                        ":",
                        ";",
                        "[",
                        "]",
                        ".",
                        "=",
                        "=?utf-8?q?",
                        "?=",
                        " ",
                        "\t",
                        "\r\n ",
                        "\r",
                        "\n",
                        "\0",
                        "é",
                        "\u2000",
                        "😀",
                        "_",
                        "-",
                        "a@b.example",
                        "<a@c.example>",
                        "\"a\"",
                        "(x)",
                        "\r\nFrom",
                        "\u0001",
                        "\u007F",
                        "xn--",
                        "=0041")
                .list()
                .ofMaxSize(12)
                .map(list -> String.join("", list));
    }

    @Property
    void anAddressComesBack(@ForAll("localParts") String localPart, @ForAll("domains") String domain) {
        AuthorAddress address = new AuthorAddress(localPart, DomainName.of(domain), null, Set.of());
        AuthorAddresses authors = from("\"A, B\" <" + address.addrSpec() + ">");
        assertThat(authors.status()).as(authors.explanation()).isEqualTo(AuthorStatus.ONE_DOMAIN);
        assertThat(authors.addresses().get(0).localPart()).isEqualTo(localPart);
        assertThat(authors.authorDomain()).contains(DomainName.of(domain));
    }

    @Property
    void allDomainsOfAListAreGiven(@ForAll("domainLists") List<String> domains) {
        AuthorAddresses authors = from("x@" + String.join(", x@", domains));
        assertThat(authors.domains())
                .containsExactlyElementsOf(
                        domains.stream().map(DomainName::of).distinct().toList());
    }

    @Provide
    static Arbitrary<String> localParts() {
        return Arbitraries.strings()
                .ascii()
                .withChars("äжÿ€.\"\\ ")
                .excludeChars(CONTROLS)
                .ofMaxLength(20);
    }

    @Provide
    static Arbitrary<String> domains() {
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(10);
        return label.list().ofMinSize(2).ofMaxSize(4).map(labels -> String.join(".", labels));
    }

    @Provide
    static Arbitrary<List<String>> domainLists() {
        return domains().list().ofMinSize(1).ofMaxSize(20);
    }
}
