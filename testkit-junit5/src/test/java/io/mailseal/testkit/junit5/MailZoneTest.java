package io.mailseal.testkit.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.TestMessage;
import io.mailseal.testkit.VirtualClock;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailZoneTest {

    private static String text(InMemoryDns dns, String name) {
        DnsAnswer answer = dns.answer(DnsQuestion.txt(DomainName.of(name)));
        return switch (answer.outcome()) {
            case FOUND ->
                ((DnsAnswer.Found) answer)
                        .records(DnsRecord.Txt.class)
                        .get(0)
                        .text()
                        .toLatin1();
            case FAILED -> ((DnsAnswer.Failed) answer).cause().toString();
            case NO_DATA, NO_SUCH_NAME -> answer.outcome().toString();
        };
    }

    @MailZone("""
            a.example TXT "of the superclass"
            b.example TXT "of the superclass"
            """)
    abstract static class Above {}

    @Nested
    @MailZone("""
            b.example TXT "of the class"
            c.example TXT "of the class"
            d.example TXT "of the class"
            """)
    class Layers extends Above {

        @Test
        void ofTheSuperclassAreBelowThoseOfTheClass(InMemoryDns dns) {
            assertThat(text(dns, "a.example")).isEqualTo("of the superclass");
            assertThat(text(dns, "b.example")).isEqualTo("of the class");
        }

        @Test
        @MailZone("c.example TXT \"of the method\"")
        void ofTheMethodAreAboveThoseOfTheClass(InMemoryDns dns) {
            assertThat(text(dns, "c.example")).isEqualTo("of the method");
            assertThat(text(dns, "d.example")).isEqualTo("of the class");
        }

        @Test
        @MailZone("c.example TXT \"of the method\"")
        void ofAParameterAreOnTopAndItsOwn(
                InMemoryDns shared, @MailZone("c.example TXT \"of the parameter\"") InMemoryDns own) {
            assertThat(text(own, "c.example")).isEqualTo("of the parameter");
            assertThat(text(own, "d.example")).isEqualTo("of the class");
            assertThat(text(shared, "c.example")).isEqualTo("of the method");
        }

        @Test
        @MailZone(value = "c.example TXT \"of the method\"", inherit = false)
        void canBeginAnew(InMemoryDns dns, @MailZone(inherit = false) InMemoryDns empty) {
            assertThat(text(dns, "c.example")).isEqualTo("of the method");
            assertThat(text(dns, "d.example")).isEqualTo("NO_SUCH_NAME");
            assertThat(text(empty, "c.example")).isEqualTo("NO_SUCH_NAME");
        }

        @Test
        @MailZone("""
                $FAULT c.example TXT TIMEOUT
                $SECURITY d.example SECURE
                """)
        void haveFaultsAndDnssecStates(InMemoryDns dns) {
            assertThat(text(dns, "c.example")).isEqualTo(DnsFailure.TIMEOUT.toString());
            assertThat(dns.answer(DnsQuestion.txt(DomainName.of("d.example"))).security())
                    .isEqualTo(DnsSecurity.SECURE);
        }

        @Nested
        @MailZone("d.example TXT \"of the nested class\"")
        class Nest {
            @Test
            void ofAnOuterClassAreBelow(InMemoryDns dns) {
                assertThat(text(dns, "c.example")).isEqualTo("of the class");
                assertThat(text(dns, "d.example")).isEqualTo("of the nested class");
            }
        }
    }

    @Nested
    class WithoutAZoneOfItsOwn extends Above {
        @Test
        void hasThatOfTheSuperclass(InMemoryDns dns) {
            assertThat(text(dns, "b.example")).isEqualTo("of the superclass");
        }

        @Nested
        class Nest {
            @Test
            void hasThatOfTheOuterClass(InMemoryDns dns) {
                assertThat(text(dns, "b.example")).isEqualTo("of the superclass");
            }
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @MailZone("a.example TXT \"of an annotation\"")
    @interface OurZone {}

    @Test
    @OurZone
    void mayBeOnAnAnnotationOfTheTestsOwn(InMemoryDns dns) {
        assertThat(text(dns, "a.example")).isEqualTo("of an annotation");
    }

    @Nested
    @MailZone("a.example TXT \"of the class\"")
    class OneForEachTest {

        private final InMemoryDns ofConstructor;
        private InMemoryDns ofLifecycleMethod;

        OneForEachTest(InMemoryDns dns) {
            ofConstructor = dns;
        }

        @BeforeEach
        void ask(InMemoryDns dns, DnsResolver resolver, DnsSessions sessions) {
            ofLifecycleMethod = dns;
            assertThat(resolver).isSameAs(dns);
            DnsAnswer unused = sessions.evaluate(view -> view.get(DnsQuestion.txt(DomainName.of("a.example"))));
        }

        @RepeatedTest(2)
        void isTheSameInAllItsMethods(DnsResolver dns) {
            assertThat(dns).isSameAs(ofConstructor).isSameAs(ofLifecycleMethod);
            assertThat(ofConstructor.questions()).as("only of this test").hasSize(1);
        }

        @Test
        @MailZone("a.example TXT \"of the method\"")
        void knowsTheMethodInTheConstructor() {
            assertThat(text(ofConstructor, "a.example")).isEqualTo("of the method");
        }

        @ParameterizedTest
        @ValueSource(strings = {"one", "two"})
        void goesTogetherWithOtherArguments(String argument, InMemoryDns dns) {
            assertThat(argument).isNotEmpty();
            assertThat(dns.questions()).hasSize(1);
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @MailZone("a.example TXT \"of the class\"")
    class OneInstanceForAllTests {

        private final InMemoryDns ofClass;

        OneInstanceForAllTests(InMemoryDns dns) {
            ofClass = dns;
        }

        @Test
        @MailZone("a.example TXT \"of the method\"")
        void hasThatOfTheClassInItsConstructor(InMemoryDns dns) {
            assertThat(text(ofClass, "a.example")).isEqualTo("of the class");
            assertThat(text(dns, "a.example")).isEqualTo("of the method");
        }
    }

    @Nested
    @ExtendWith(MailTestExtension.class)
    class Time {

        private VirtualClock ofLifecycleMethod;

        @BeforeEach
        void keep(VirtualClock clock) {
            ofLifecycleMethod = clock;
        }

        @RepeatedTest(2)
        void startsAnewForEachTest(VirtualClock clock, InMemoryDns dns) {
            assertThat(clock).isSameAs(ofLifecycleMethod);
            assertThat(clock.instant()).isEqualTo(VirtualClock.DEFAULT_START);
            InMemoryDns slow = dns.withClock(clock).withLatency(Duration.ofMillis(20));
            CompletableFuture<DnsAnswer> answer = slow.resolve(DnsQuestion.txt(DomainName.of("a.example")));
            assertThat(answer).isNotDone();
            clock.advance(Duration.ofMillis(20));
            assertThat(answer).isCompleted();
        }
    }

    @Nested
    @SignsFor("example.com")
    class Signers {

        private static final TestMessage MESSAGE =
                TestMessage.builder().from("alice@example.com").text("Hello").build();

        private static void verifies(TestSigner signer, DnsResolver dns, VirtualClock clock) {
            DkimVerifier verifier =
                    DkimVerifier.builder().resolver(dns).clock(clock).build();
            MailAssertions.assertThat(verifier.verify(signer.sign(MESSAGE).octets()))
                    .is(DkimStatus.PASS);
        }

        @Test
        void ofTheClassNeedNotBeNamed(TestSigner signer, DnsResolver dns, VirtualClock clock) {
            assertThat(signer).hasToString("d=example.com s=test");
            verifies(signer, dns, clock);
        }

        @Test
        void ofAParameterArePublished(
                @SignsFor(value = "example.org", selector = "s1") TestSigner signer,
                DnsResolver dns,
                VirtualClock clock) {
            assertThat(signer).hasToString("d=example.org s=s1");
            verifies(signer, dns, clock);
        }

        @Test
        @SignsFor("example.net")
        @SignsFor("example.org")
        void ofTheMethodAreNamedWhereThereAreSeveral(
                @SignsFor("example.org") TestSigner signer, DnsResolver dns, VirtualClock clock) {
            verifies(signer, dns, clock);
        }

        @Test
        @MailZone(value = "test._domainkey.example.com TXT \"v=DKIM1; p=\"", inherit = false)
        void leaveTheLastWordToTheZone(InMemoryDns dns) {
            assertThat(text(dns, "test._domainkey.example.com")).isEqualTo("v=DKIM1; p=");
        }

        @Test
        @MailZone(inherit = false)
        void areThereInAnyCase(InMemoryDns dns) {
            assertThat(text(dns, "test._domainkey.example.com")).startsWith("v=DKIM1; k=rsa; ");
        }
    }
}
