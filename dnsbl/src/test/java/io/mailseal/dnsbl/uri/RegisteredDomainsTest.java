package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.dnsbl.uri.RegisteredDomain.Basis;
import io.mailseal.dnsbl.uri.SurblListException.Problem;
import io.mailseal.psl.PublicSuffixList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("DBL_13 registered domains")
class RegisteredDomainsTest {

    @Nested
    class BySurblsLists {

        private final RegisteredDomains domains = RegisteredDomains.ofLists(
                List.of(DomainName.of("co.uk"), DomainName.of("free.fr")), List.of(DomainName.of("blogspot.co.uk")));

        @Test
        @DisplayName("DBL_13 one label more than the entry")
        void oneLabelMore() {
            check("a.b.example.com", "example.com", Basis.TOP_LEVEL_DOMAIN);
            check("a.b.example.co.uk", "example.co.uk", Basis.TWO_LEVEL_LIST);
            check("a.b.free.fr", "b.free.fr", Basis.TWO_LEVEL_LIST);
            check("a.b.blogspot.co.uk", "b.blogspot.co.uk", Basis.THREE_LEVEL_LIST);
        }

        @Test
        @DisplayName("DBL_13 not by the public suffix list")
        void notByThePublicSuffixList() {
            check("a.example.com.au", "com.au", Basis.TOP_LEVEL_DOMAIN);
        }

        @Test
        void anEntryIsADomainItself() {
            check("free.fr", "free.fr", Basis.TWO_LEVEL_LIST);
            check("blogspot.co.uk", "blogspot.co.uk", Basis.THREE_LEVEL_LIST);
        }

        @Test
        void none() {
            assertThat(domains.of(DomainName.of("localhost"))).isEmpty();
            assertThat(domains.of(DomainName.ROOT)).isEmpty();
            assertThat(domains.of(UriHost.of(IpAddress.of("192.0.2.1")))).isEmpty();
        }

        @Test
        void entriesHaveTheirNumberOfLabels() {
            List<DomainName> two = List.of(DomainName.of("co.uk"));
            assertThatThrownBy(() -> RegisteredDomains.ofLists(two, two)).hasMessageContaining("co.uk");
            assertThatThrownBy(() -> RegisteredDomains.ofLists(List.of(DomainName.ROOT), List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        private void check(String name, String expected, Basis basis) {
            assertThat(domains.of(DomainName.of(name)))
                    .as(name)
                    .contains(new RegisteredDomain(DomainName.of(expected), basis));
        }
    }

    @Nested
    class ByThePublicSuffixList {

        private final RegisteredDomains domains = RegisteredDomains.of(PublicSuffixList.bundled());

        @Test
        @DisplayName("DBL_13 both sections")
        void bothSections() {
            check("a.b.example.com", "example.com");
            check("a.b.example.co.uk", "example.co.uk");
            check("a.user.github.io", "user.github.io");
        }

        @Test
        void theOwnerOfAPrivateSuffix() {
            check("github.io", "github.io");
        }

        @Test
        void none() {
            assertThat(domains.of(DomainName.of("co.uk"))).isEmpty();
            assertThat(domains.of(DomainName.of("localhost"))).isEmpty();
        }

        private void check(String name, String expected) {
            assertThat(domains.of(UriHost.of(DomainName.of(name))))
                    .as(name)
                    .contains(new RegisteredDomain(DomainName.of(expected), Basis.PUBLIC_SUFFIX_LIST));
        }
    }

    @Nested
    class ListFiles {

        @Test
        @DisplayName("DBL_13 a domain on each line")
        void format() throws IOException {
            RegisteredDomains domains =
                    read("\uFEFF# two\r\nco.uk\r\n\r\n Free.FR # a host\nbad\na.b.c\n", "b\u00FCcher.co.uk");
            assertThat(domains.skippedLines()).isEqualTo(2);
            assertThat(domains.of(DomainName.of("a.b.free.fr")).orElseThrow().name())
                    .hasToString("b.free.fr");
            assertThat(domains.of(DomainName.of("a.b.xn--bcher-kva.co.uk"))
                            .orElseThrow()
                            .basis())
                    .isEqualTo(Basis.THREE_LEVEL_LIST);
        }

        @Test
        void noLists() {
            problem("", "a.b.c", Problem.EMPTY);
            problem("a.b", "# nothing", Problem.EMPTY);
            problem("a.b\n" + "<p>\n".repeat(101), "a.b.c", Problem.TOO_MANY_SKIPPED_LINES);
            problem("a.b\n" + "#".repeat(RegisteredDomains.MAX_OCTETS), "a.b.c", Problem.TOO_LARGE);
        }

        private void problem(String two, String three, Problem problem) {
            assertThatThrownBy(() -> read(two, three))
                    .isInstanceOfSatisfying(
                            SurblListException.class,
                            thrown -> assertThat(thrown.problem()).isEqualTo(problem));
        }

        private RegisteredDomains read(String two, String three) throws IOException {
            return RegisteredDomains.readLists(stream(two), stream(three));
        }

        private InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
