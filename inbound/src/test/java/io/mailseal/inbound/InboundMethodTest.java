package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsView;
import io.mailseal.core.inbound.InboundCheck;
import io.mailseal.core.inbound.InboundContext;
import io.mailseal.core.inbound.InboundFinding;
import io.mailseal.core.inbound.InboundMethod;
import io.mailseal.core.message.MessageReader;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InboundMethodTest {

    private static final InMemoryDns DNS = InMemoryDns.parse(Mails.KEYS + """
            example.org        TXT "v=spf1 ip4:198.51.100.3 -all"
            _dmarc.example.org TXT "v=DMARC1; p=reject"
            3.100.51.198.list.example A 127.0.3.1
            default._bimi.example.org TXT "v=BIMI1; l=https://example.org/logo.svg"
            """);

    private static final InboundResult ALONE = Mails.authenticate(DNS, Mails.SIGNED, Mails.ENVELOPE);

    private static InboundResult with(InboundMethod... methods) {
        return with(DNS, methods);
    }

    private static InboundResult with(InMemoryDns dns, InboundMethod... methods) {
        InboundAuthenticator.Builder builder = Mails.builder(dns);
        List.of(methods).forEach(builder::method);
        return Mails.authenticate(builder.build(), Mails.SIGNED, Mails.ENVELOPE);
    }

    private static void assertTheOthersAreUntouched(InboundResult result) {
        assertThat(result.spf()).isEqualTo(ALONE.spf());
        assertThat(result.spfHelo()).isEqualTo(ALONE.spfHelo());
        assertThat(result.iprev()).isEqualTo(ALONE.iprev());
        assertThat(result.dkim()).isEqualTo(ALONE.dkim());
        assertThat(result.dmarc()).isEqualTo(ALONE.dmarc());
    }

    /** A method beside the others: a list of good clients. */
    private static final class AllowList implements InboundMethod {

        /** What it finds. */
        private record Listing(boolean listed) {}

        private record Lookup(List<DnsQuestion> questions) implements DnsEvaluation<InboundFinding> {

            @Override
            public InboundFinding evaluate(DnsView dns) {
                if (questions.isEmpty()) {
                    return new InboundFinding(List.of(), new Listing(false));
                }
                DnsAnswer answer = dns.get(questions.get(0));
                return switch (answer.outcome()) {
                    case FOUND -> finding("pass", true);
                    case NO_DATA, NO_SUCH_NAME -> finding("none", false);
                    case FAILED -> finding("temperror", false);
                };
            }

            private InboundFinding finding(String result, boolean listed) {
                return InboundFinding.of(
                        MethodResult.of("dnswl", result).with("dns", "zone", "list.example"), new Listing(listed));
            }
        }

        @Override
        public String name() {
            return "dnswl";
        }

        @Override
        public InboundCheck begin(InboundContext context) {
            List<DnsQuestion> questions = context
                    .client()
                    .flatMap(client -> DomainName.parse(client.toReversedLabels() + ".list.example"))
                    .map(DnsQuestion::a)
                    .stream()
                    .toList();
            return new InboundCheck() {
                @Override
                public Collection<DnsQuestion> questions() {
                    return questions;
                }

                @Override
                public DnsEvaluation<InboundFinding> evaluation(List<MethodResult> before) {
                    assertThat(before).isEmpty();
                    return new Lookup(questions);
                }
            };
        }
    }

    /** A method after DMARC: it has a record to look for only where that passes. */
    private static final class Indicator implements InboundMethod {

        private final List<List<MethodResult>> seen = new ArrayList<>();

        private record LogoLookup(List<DnsQuestion> questions, boolean passed)
                implements DnsEvaluation<InboundFinding> {

            @Override
            public InboundFinding evaluate(DnsView dns) {
                String result =
                        passed && dns.get(questions.get(0)).outcome() == DnsAnswer.Outcome.FOUND ? "pass" : "none";
                return InboundFinding.of(MethodResult.of("bimi", result), result);
            }
        }

        @Override
        public String name() {
            return "bimi";
        }

        @Override
        public Stage stage() {
            return Stage.AFTER_DMARC;
        }

        @Override
        public InboundCheck begin(InboundContext context) {
            Optional<DnsQuestion> question = context.authorDomain()
                    .flatMap(domain -> domain.below("default._bimi"))
                    .map(DnsQuestion::txt);
            return new InboundCheck() {
                @Override
                public Collection<DnsQuestion> questions() {
                    return question.stream().toList();
                }

                @Override
                public DnsEvaluation<InboundFinding> evaluation(List<MethodResult> before) {
                    seen.add(before);
                    boolean passed = before.contains(MethodResult.of("dmarc", "pass")
                            .with("header", "from", "example.org")
                            .with("policy", "dmarc", "reject"));
                    return new LogoLookup(question.stream().toList(), passed);
                }
            };
        }
    }

    @Nested
    class Joining {

        @Test
        void itsResultsStandInTheFieldAndItsDetailIsHadByType() {
            InboundResult result = with(new AllowList());
            assertThat(result.toAuthenticationResults("mx.example.net").toLine())
                    .endsWith("; dnswl=pass dns.zone=list.example");
            assertThat(result.detail(AllowList.Listing.class)).contains(new AllowList.Listing(true));
            assertThat(result.detail(Integer.class)).isEmpty();
            assertTheOthersAreUntouched(result);
        }

        @Test
        void afterDmarcItKnowsWhatWasFoundBefore() {
            Indicator indicator = new Indicator();
            InboundResult result = with(indicator, new AllowList());
            assertThat(result.methods())
                    .extracting(InboundMethodOutcome::method)
                    .containsExactly("dnswl", "bimi");
            assertThat(result.detail(String.class)).contains("pass");
            assertThat(indicator.seen.get(indicator.seen.size() - 1))
                    .extracting(MethodResult::method)
                    .containsExactly("spf", "dkim", "dkim", "dmarc", "dnswl");
            assertTheOthersAreUntouched(result);
        }

        @Test
        void hintsMakeItCostNoRound() throws IOException {
            VirtualClock clock = new VirtualClock(Mails.NOW);
            InMemoryDns dns = DNS.withClock(clock).withLatency(Duration.ofMillis(20));
            InboundAuthenticator inbound = Mails.builder(dns)
                    .method(new AllowList())
                    .method(new Indicator())
                    .build();
            try (DnsSession session = dns.sessions().open()) {
                inbound.authenticate(MessageReader.strict().read(Mails.octets(Mails.SIGNED)), Mails.ENVELOPE, session);
                assertThat(session.usage().rounds()).isEqualTo(1);
            }
        }

        @Test
        void itSeesEnvelopeTimeReceiverAndHeader() {
            List<InboundContext> contexts = new ArrayList<>();
            InboundMethod curious = method("curious", context -> {
                contexts.add(context);
                return check(() -> new Constant(new InboundFinding(List.of(), "x")));
            });
            Mails.authenticate(
                    DNS,
                    Mails.SIGNED,
                    Mails.ENVELOPE,
                    builder -> builder.method(curious).receiver(DomainName.of("mx.example.net")));
            InboundContext context = contexts.get(0);
            assertThat(context.client()).contains(Mails.CLIENT);
            assertThat(context.helo()).isEqualTo("mail.example.org");
            assertThat(context.mailFrom()).isEqualTo("alice@example.org");
            assertThat(context.authorDomain()).contains(DomainName.of("example.org"));
            assertThat(context.receiver()).contains(DomainName.of("mx.example.net"));
            assertThat(context.now()).isEqualTo(Mails.NOW);
            assertThat(context.header().fields("Subject")).hasSize(1);
        }

        @Test
        void itGetsTheBodyIfItWantsToAlsoOfAMessageWithoutSignature() {
            StringBuilder body = new StringBuilder();
            InboundMethod reader = method("reader", context -> new InboundCheck() {
                @Override
                public boolean wantsBody() {
                    return true;
                }

                @Override
                public void update(byte[] octets, int offset, int length) {
                    for (int i = offset; i < offset + length; i++) {
                        body.append((char) (octets[i] & 0xFF));
                    }
                }

                @Override
                public DnsEvaluation<InboundFinding> evaluation(List<MethodResult> before) {
                    return new Constant(new InboundFinding(List.of(), body.toString()));
                }
            });
            InboundAuthenticator inbound = Mails.builder(DNS).method(reader).build();
            String expected = Mails.UNSIGNED.substring(Mails.UNSIGNED.indexOf("\r\n\r\n") + 4);
            assertThat(Mails.authenticate(inbound, Mails.UNSIGNED, Mails.ENVELOPE)
                            .detail(String.class))
                    .contains(expected);
            body.setLength(0);
            assertThat(Mails.push(inbound, Mails.UNSIGNED, Mails.ENVELOPE, 3).detail(String.class))
                    .contains(expected);
        }

        @Test
        void namesAreKeywordsAndUnique() {
            List<String> names =
                    List.of("spf", "dkim", "dmarc", "DMARC", "Dkim", "iprev", "dnswl", "DnsWL", "two words", "");
            for (String name : names) {
                InboundAuthenticator.Builder builder = Mails.builder(DNS).method(new AllowList());
                assertThatThrownBy(() -> builder.method(method(name, context -> check(() -> null))))
                        .as(name)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** RFC 8601 §2.2: keywords have no case. */
    @Test
    void aMethodSpeaksForItselfInWhateverCase() {
        InboundMethod loud = method(
                "ARC", context -> check(() -> new Constant(InboundFinding.of(MethodResult.of("Arc", "none"), "x"))));
        InboundResult result = with(loud);
        assertThat(result.methods()).extracting(InboundMethodOutcome::method).containsExactly("arc");
        assertThat(result.toAuthenticationResults("mx.example.net").results("arc"))
                .hasSize(1);
        InboundMethod speaksForDmarc = method(
                "arc", context -> check(() -> new Constant(InboundFinding.of(MethodResult.of("DMARC", "pass"), "x"))));
        assertThat(with(speaksForDmarc).methods().get(0).failure()).isPresent();
    }

    // ---- faults ----

    private record Constant(InboundFinding finding) implements DnsEvaluation<InboundFinding> {

        @Override
        public InboundFinding evaluate(DnsView dns) {
            return finding;
        }
    }

    private record Breaking(Fault fault) implements DnsEvaluation<InboundFinding> {

        @Override
        @SuppressWarnings("NullAway")
        public InboundFinding evaluate(DnsView dns) {
            dns.get(DnsQuestion.txt(DomainName.of("example.org")));
            return switch (fault) {
                case RULES_THROW -> throw new IllegalStateException("broken");
                case RULES_OVERFLOW -> evaluate(dns);
                case RULES_CHECKED -> throw Breaking.<RuntimeException>sneaky(new IOException("broken"));
                case RULES_NULL -> null;
                case RULES_THROW_ERROR -> throw new IOError(new IOException("broken"));
                case RULES_THROW_WHAT_CAN_NOT_BE_NAMED -> throw new Nameless();
                case RULES_THROW_WHAT_HAS_NO_WORDS -> throw new Wordless();
                case RULES_ASK_ANOTHER_VIEW -> {
                    DnsAnswer unused = Kept.view().get(DnsQuestion.txt(DomainName.of("nowhere.example")));
                    throw new AssertionError("it is not known");
                }
                default -> InboundFinding.of(MethodResult.of("dmarc", "pass"), "x");
            };
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <E extends Exception> E sneaky(Exception exception) throws E {
            throw (E) exception;
        }
    }

    private record Unhashable(Fault fault) implements DnsEvaluation<InboundFinding> {

        @Override
        public InboundFinding evaluate(DnsView dns) {
            throw new IllegalStateException("broken");
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("not to be compared");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("not to be hashed");
        }
    }

    private static final class Nameless extends RuntimeException {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no name");
        }
    }

    private static final class Wordless extends RuntimeException {

        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("NullAway")
        public String toString() {
            return null;
        }
    }

    /** The view of another evaluation, which was kept against all rules. */
    private record Kept(List<DnsView> views) implements DnsEvaluation<String> {

        static DnsView view() {
            List<DnsView> views = new ArrayList<>();
            String unused = DNS.sessions().evaluate(new Kept(views));
            return views.get(0);
        }

        @Override
        public String evaluate(DnsView dns) {
            views.add(dns);
            return "kept";
        }
    }

    enum Fault {
        BEGIN_THROWS,
        BEGIN_NULL,
        QUESTIONS_THROW,
        QUESTIONS_NULL,
        WANTS_BODY_THROWS,
        UPDATE_THROWS,
        EVALUATION_THROWS,
        EVALUATION_NULL,
        EVALUATION_NO_RECORD,
        RULES_THROW,
        RULES_OVERFLOW,
        RULES_CHECKED,
        RULES_NULL,
        RULES_THROW_ERROR,
        RULES_THROW_WHAT_CAN_NOT_BE_NAMED,
        RULES_THROW_WHAT_HAS_NO_WORDS,
        RULES_ASK_ANOTHER_VIEW,
        RULES_CAN_NOT_BE_HASHED,
        SPEAKS_FOR_ANOTHER
    }

    private static InboundMethod broken(Fault fault, InboundMethod.Stage stage) {
        return new InboundMethod() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Stage stage() {
                return stage;
            }

            @Override
            @SuppressWarnings("NullAway")
            public InboundCheck begin(InboundContext context) {
                if (fault == Fault.BEGIN_NULL) {
                    return null;
                }
                fail(Fault.BEGIN_THROWS, fault);
                return brokenCheck(fault);
            }
        };
    }

    @SuppressWarnings("NullAway")
    private static InboundCheck brokenCheck(Fault fault) {
        return new InboundCheck() {
            @Override
            public Collection<DnsQuestion> questions() {
                fail(Fault.QUESTIONS_THROW, fault);
                return fault == Fault.QUESTIONS_NULL ? null : List.of();
            }

            @Override
            public boolean wantsBody() {
                fail(Fault.WANTS_BODY_THROWS, fault);
                return true;
            }

            @Override
            public void update(byte[] octets, int offset, int length) {
                fail(Fault.UPDATE_THROWS, fault);
            }

            @Override
            public DnsEvaluation<InboundFinding> evaluation(List<MethodResult> before) {
                fail(Fault.EVALUATION_THROWS, fault);
                if (fault == Fault.EVALUATION_NO_RECORD) {
                    return dns -> InboundFinding.of(MethodResult.of("broken", "pass"), "x");
                }
                if (fault == Fault.RULES_CAN_NOT_BE_HASHED) {
                    return new Unhashable(fault);
                }
                return fault == Fault.EVALUATION_NULL ? null : new Breaking(fault);
            }
        };
    }

    private static void fail(Fault when, Fault fault) {
        if (when == fault) {
            throw new IllegalArgumentException("broken at " + when);
        }
    }

    private static InboundMethod method(String name, Function<InboundContext, InboundCheck> begin) {
        return new InboundMethod() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InboundCheck begin(InboundContext context) {
                return begin.apply(context);
            }
        };
    }

    private static InboundCheck check(Supplier<DnsEvaluation<InboundFinding>> rules) {
        return before -> rules.get();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFaultyMethodChangesNothingWhereverItBreaks(Fault fault) {
        for (InboundMethod.Stage stage : InboundMethod.Stage.values()) {
            for (InMemoryDns dns : List.of(DNS, DNS.withKnown())) {
                InboundResult result = with(dns, broken(fault, stage), new AllowList());
                assertTheOthersAreUntouched(result);
                assertThat(result.detail(AllowList.Listing.class)).isPresent();
                InboundMethodOutcome outcome = result.methods().stream()
                        .filter(method -> method.method().equals("broken"))
                        .findFirst()
                        .orElseThrow();
                assertThat(outcome.failure()).isPresent();
                assertThat(outcome.finding()).isEmpty();
                assertThat(result.toJson()).contains("\"failure\":\"");
                assertThat(result.toAuthenticationResults("mx.example.net").toLine())
                        .doesNotContain("broken");
                assertThat(result.toAuthenticationResults("mx.example.net").results("dmarc"))
                        .hasSize(1);
            }
        }
    }

    /** A method that is slow, or asks for more than there is time for, delays the result, and changes nothing about it. */
    @Test
    void aMethodThatTheDeadlineEndsDoesNotTakeDmarcWithIt() {
        VirtualClock clock = new VirtualClock(Mails.NOW);
        InMemoryDns dns = DNS.delaying(DomainName.of("3.100.51.198.list.example"), Duration.ofHours(1))
                .withClock(clock)
                .withLatency(Duration.ofMillis(20));
        InboundResult result = with(dns, new AllowList());
        assertTheOthersAreUntouched(result);
        assertThat(result.detail(AllowList.Listing.class)).contains(new AllowList.Listing(false));
        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(20));
    }
}
