package io.mailseal.dmarc;

import static io.mailseal.dmarc.IdentifierAlignment.State.ALIGNED;
import static io.mailseal.dmarc.IdentifierAlignment.State.NOT_ALIGNED;
import static io.mailseal.dmarc.IdentifierAlignment.State.SHARED_PUBLIC_SUFFIX;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.psl.PublicSuffixList;
import io.mailseal.psl.PublicSuffixListException;
import io.mailseal.psl.PublicSuffixMatch;
import io.mailseal.psl.PublicSuffixRule;
import io.mailseal.testkit.InMemoryDns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the guard below suffixes of all kinds, whatever is published. */
class GuardLawsTest {

    private static final PublicSuffixList LIST = list("""
            // ===BEGIN ICANN DOMAINS===
            com
            a.com
            *.w
            !a.w
            *.a.b.com
            !b.a.b.com
            // ===END ICANN DOMAINS===
            // ===BEGIN PRIVATE DOMAINS===
            b.com
            a.b.b.com
            *.b.corp
            !a.b.corp
            a.a.a.com
            // ===END PRIVATE DOMAINS===
            """);

    private static final List<String> RECORDS =
            List.of("v=DMARC1; p=none", "v=DMARC1; p=none", "v=DMARC1; p=none; psd=n", "v=DMARC1; p=reject; psd=y");

    @Property(tries = 20_000)
    void itOnlyTakesAlignmentsAway(@ForAll("messages") Message message) {
        IdentifierAlignment.State letter = message.letter();
        IdentifierAlignment.State guarded = message.guarded();
        if (letter == ALIGNED) {
            assertThat(guarded).isIn(ALIGNED, SHARED_PUBLIC_SUFFIX);
        } else {
            assertThat(guarded).isEqualTo(letter).isEqualTo(NOT_ALIGNED);
        }
    }

    @Property(tries = 20_000)
    void itTakesNothingAwayThatBothMethodsGrant(@ForAll("messages") Message message) {
        if (message.letter() == ALIGNED && message.sameByList(LIST)) {
            assertThat(message.guarded()).isEqualTo(ALIGNED);
        }
    }

    @Property(tries = 20_000)
    void withoutADeclarationItIsWhatBothMethodsGrant(@ForAll("messages") Message message) {
        boolean declared = message.zone().values().stream().anyMatch(text -> text.contains("psd=n"));
        if (!declared && message.guarded() == ALIGNED) {
            assertThat(message.sameByList(LIST)).isTrue();
        }
    }

    /** Registries may declare what they want; so may owners of names above a suffix. */
    @Property(tries = 20_000)
    void onlyTheOwnerOfTheSuffixMayDeclareItHis(@ForAll("messages") Message message) {
        if (message.guarded() == ALIGNED && !message.sameByList(LIST)) {
            PublicSuffixMatch ofAuthor = LIST.match(message.author());
            PublicSuffixMatch ofSigner = LIST.match(message.signer());
            PublicSuffixMatch lower = labels(ofAuthor) < labels(ofSigner) ? ofSigner : ofAuthor;
            assertThat(lower.rule().source()).isNotEqualTo(PublicSuffixRule.Source.ICANN);
            assertThat(message.zone().get(question(lower.publicSuffix()))).contains("psd=n");
        }
    }

    @Property(tries = 5000)
    void nobodyIsAlignedAcrossTheCustomersOfARegistry(@ForAll("messages") Message message) {
        PublicSuffixMatch ofAuthor = LIST.icannOnly().match(message.author());
        boolean known = ofAuthor.rule().source() == PublicSuffixRule.Source.ICANN;
        if (known && !message.sameByList(LIST.icannOnly())) {
            assertThat(message.guarded()).isNotEqualTo(ALIGNED);
        }
    }

    @Property(tries = 5000)
    void itIsTheSameBothWays(@ForAll("messages") Message message) {
        assertThat(message.reversed().guarded()).isEqualTo(message.guarded());
    }

    private static int labels(PublicSuffixMatch match) {
        return match.publicSuffix().labelCount();
    }

    private static PublicSuffixList list(String text) {
        try {
            return PublicSuffixList.parse(text);
        } catch (PublicSuffixListException e) {
            throw new AssertionError(e);
        }
    }

    private static DnsQuestion question(DomainName name) {
        return TreeWalk.question(name).orElseThrow();
    }

    @Provide
    Arbitrary<Message> messages() {
        Arbitrary<DomainName> names = Combinators.combine(
                        Arbitraries.of("a", "b").list().ofMaxSize(4), Arbitraries.of("com", "com", "w", "corp"))
                .as((labels, top) -> DomainName.of(String.join(".", labels) + (labels.isEmpty() ? "" : ".") + top));
        return Combinators.combine(names, names, Arbitraries.randomValue(Random::nextLong))
                .as(GuardLawsTest::message);
    }

    // Few records, so that names have an organization in common; one for each of both, so that a policy applies.
    private static Message message(DomainName author, DomainName signer, long seed) {
        Random random = new Random(seed);
        Map<DnsQuestion, String> zone = new HashMap<>();
        for (DomainName name : List.of(author, signer)) {
            TreeWalk.questions(name).forEach(question -> {
                if (random.nextInt(3) == 0) {
                    zone.put(question, RECORDS.get(random.nextInt(RECORDS.size())));
                }
            });
        }
        zone.putIfAbsent(question(author), RECORDS.get(0));
        zone.putIfAbsent(question(signer), RECORDS.get(0));
        return new Message(author, signer, zone);
    }

    /** A message, who has signed it, and all records there are. */
    private record Message(DomainName author, DomainName signer, Map<DnsQuestion, String> zone) {

        Message reversed() {
            return new Message(signer, author, zone);
        }

        boolean sameByList(PublicSuffixList list) {
            return list.registrableDomain(author)
                    .orElse(author)
                    .equals(list.registrableDomain(signer).orElse(signer));
        }

        IdentifierAlignment.State guarded() {
            return alignment(builder -> builder);
        }

        IdentifierAlignment.State letter() {
            return alignment(DmarcEvaluator.Builder::allowAlignmentByPublicSuffixes);
        }

        private IdentifierAlignment.State alignment(UnaryOperator<DmarcEvaluator.Builder> settings) {
            InMemoryDns.Builder dns = InMemoryDns.builder();
            zone.forEach((question, text) -> dns.record(question.name(), DnsRecord.Txt.of(text)));
            DmarcEvaluator dmarc = settings.apply(
                            DmarcEvaluator.builder().dns(dns.build().sessions()).publicSuffixList(LIST))
                    .build();
            DmarcResult result =
                    dmarc.evaluate(DmarcRequest.of(author, List.of(AuthenticationEvidence.dkimPass(signer))));
            return result.alignments().get(0).state();
        }
    }
}
