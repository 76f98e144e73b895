package io.mailseal.dmarc;

import static io.mailseal.dmarc.DmarcHandling.Action.DEFER;
import static io.mailseal.dmarc.DmarcHandling.Action.DELIVER;
import static io.mailseal.dmarc.DmarcHandling.Action.QUARANTINE;
import static io.mailseal.dmarc.DmarcHandling.Action.REJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.dmarc.AuthenticationEvidence.Method;
import io.mailseal.dmarc.AuthenticationEvidence.Outcome;
import io.mailseal.dmarc.DmarcHandling.Action;
import io.mailseal.dmarc.DmarcHandling.Reason;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9989 5.3.6, 5.4, 7.2 and 7.4: what a receiver is advised to do. */
class HandlingTest {

    private static Mail published(String tags) {
        return Mail.in("_dmarc.example.com TXT \"v=DMARC1; " + tags + "\"");
    }

    private static DmarcResult evaluate(
            Mail mail, DmarcRequest request, UnaryOperator<DmarcEvaluator.Builder> settings) {
        return settings.apply(
                        DmarcEvaluator.builder().dns(mail.dns().sessions()).maxIdentifiers(mail.maxIdentifiers()))
                .build()
                .evaluate(request);
    }

    private static void assertAdvice(Mail mail, Action action, Reason reason) {
        DmarcResult result = evaluate(mail, mail.request(), builder -> builder);
        assertThat(result.suggestedHandling()).as(result::toString).isEqualTo(new DmarcHandling(action, reason));
    }

    @Nested
    class Section_5_4_the_policy {

        @ParameterizedTest
        @CsvSource({
            "p=none,            DELIVER,    POLICY_NONE",
            "p=quarantine,      QUARANTINE, POLICY",
            "p=reject,          QUARANTINE, REJECT_NEEDS_OTHER_EVIDENCE",
            "p=quarantine; t=y, DELIVER,    POLICY_NONE",
            "p=reject; t=y,     QUARANTINE, POLICY",
            "rua=mailto:a@b.c,  DELIVER,    POLICY_NONE",
            "p=bad,             DELIVER,    NO_POLICY",
        })
        @DisplayName("DME_07 DME_08 DME_09 PIT_50 for mail that fails")
        void fail(String tags, Action action, Reason reason) {
            assertAdvice(published(tags), action, reason);
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("a pass says nothing about what is in a message, so nothing changes")
        void pass(DmarcPolicy policy) {
            assertAdvice(published("p=" + policy.word()).dkim("example.com"), DELIVER, Reason.PASSED);
        }

        @Test
        @DisplayName("DMT_11 no policy: nothing changes")
        void none() {
            assertAdvice(Mail.in(""), DELIVER, Reason.NO_POLICY);
        }

        @Test
        @DisplayName("DMT_06 it is the policy of the subdomain that counts")
        void subdomain() {
            Mail mail = published("p=none; sp=none; np=reject").from("nowhere.example.com");
            assertAdvice(mail, QUARANTINE, Reason.REJECT_NEEDS_OTHER_EVIDENCE);
            assertAdvice(published("p=reject; sp=none").from("a.example.com"), DELIVER, Reason.POLICY_NONE);
        }

        @Test
        @DisplayName("published, effective and suggested are three things")
        void three() {
            Mail mail = published("p=reject; t=y");
            DmarcResult result = evaluate(mail, mail.request(), DmarcEvaluator.Builder::rejectOnPolicyAlone);
            assertThat(result.publishedPolicy()).contains(DmarcPolicy.REJECT);
            assertThat(result.effectivePolicy()).contains(DmarcPolicy.QUARANTINE);
            assertThat(result.suggestedHandling()).isEqualTo(new DmarcHandling(QUARANTINE, Reason.POLICY));
        }
    }

    @Nested
    class Section_7_4_no_rejection_on_policy_alone {
        final Mail mail = published("p=reject");

        @Test
        @DisplayName("DME_09 with other evidence, known before or after: reject")
        void otherEvidence() {
            DmarcHandling reject = new DmarcHandling(REJECT, Reason.POLICY);
            DmarcResult before = evaluate(mail, mail.request().withOtherEvidence(), builder -> builder);
            assertThat(before.suggestedHandling()).isEqualTo(reject);
            DmarcResult without = evaluate(mail, mail.request(), builder -> builder);
            assertThat(without.suggestedHandling().action()).isEqualTo(QUARANTINE);
            assertThat(without.suggestedHandlingWithOtherEvidence()).isEqualTo(reject);
        }

        @Test
        @DisplayName("DME_09 the legacy behaviour, by name: reject")
        void legacy() {
            DmarcResult result = evaluate(mail, mail.request(), DmarcEvaluator.Builder::rejectOnPolicyAlone);
            assertThat(result.suggestedHandling()).isEqualTo(new DmarcHandling(REJECT, Reason.POLICY));
        }

        @ParameterizedTest
        @CsvSource({"p=none, DELIVER", "p=quarantine, QUARANTINE", "p=reject; t=y, QUARANTINE"})
        @DisplayName("DME_08 DME_09 other evidence never makes more of a policy than it asks for")
        void noMoreThanThePolicy(String tags, Action action) {
            Mail other = published(tags);
            DmarcResult result =
                    evaluate(other, other.request().withOtherEvidence(), DmarcEvaluator.Builder::rejectOnPolicyAlone);
            assertThat(result.suggestedHandling().action()).isEqualTo(action);
            DmarcResult pass =
                    evaluate(other, other.dkim("example.com").request().withOtherEvidence(), builder -> builder);
            assertThat(pass.suggestedHandling().action()).isEqualTo(DELIVER);
        }

        @Test
        void aRequestWithOtherEvidenceIsAnother() {
            DmarcRequest request = mail.request();
            assertThat(request.hasOtherEvidence()).isFalse();
            assertThat(request.withOtherEvidence().hasOtherEvidence()).isTrue();
            assertThat(request.withOtherEvidence()).isNotEqualTo(request).isEqualTo(request.withOtherEvidence());
        }
    }

    @Nested
    class Section_5_3_6_what_dns_did_not_tell {

        @ParameterizedTest
        @EnumSource
        @DisplayName("DMT_12 PIT_45 T54 the policy can't be had: defer, or deliver if the receiver says so; never more")
        void policyUnknown(DnsFailure cause) {
            Mail mail = published("p=reject").failing("example.com", cause);
            assertAdvice(mail, DEFER, Reason.NOT_KNOWN_NOW);
            DmarcResult open = evaluate(
                    mail,
                    mail.request().withOtherEvidence(),
                    builder -> builder.onTemperror(DELIVER).rejectOnPolicyAlone());
            assertThat(open.suggestedHandling()).isEqualTo(new DmarcHandling(DELIVER, Reason.NOT_KNOWN_NOW));
        }

        @Test
        @DisplayName("PIT_45 SPF or DKIM had no answer: defer, unless the policy is none and so changes nothing")
        void evidenceUnavailable() {
            for (Method method : Method.values()) {
                Mail reject = published("p=reject").with(method, "example.com", Outcome.TEMPERROR);
                assertAdvice(reject, DEFER, Reason.NOT_KNOWN_NOW);
                Mail none = published("p=none").with(method, "example.com", Outcome.TEMPERROR);
                assertAdvice(none, DELIVER, Reason.POLICY_NONE);
            }
        }
    }

    @Nested
    class Section_11_5_without_exactly_one_author {

        @ParameterizedTest
        @EnumSource(names = {"NO_AUTHOR", "SEVERAL_AUTHORS", "UNREADABLE_AUTHOR"})
        @DisplayName("DME_02 T06 T08 T09 PIT_52 quarantine, or what the receiver says: otherwise it were a way around")
        void quarantine(DmarcProblem.Kind kind) {
            DmarcRequest request = DmarcRequest.withoutUsableAuthor(
                    kind, List.of(DomainName.of("example.com"), DomainName.of("example.net")), List.of());
            Mail mail = published("p=none");
            assertThat(evaluate(mail, request, builder -> builder).suggestedHandling())
                    .isEqualTo(new DmarcHandling(QUARANTINE, Reason.NO_SINGLE_AUTHOR));
            assertThat(evaluate(mail, request, builder -> builder.withoutSingleAuthor(REJECT))
                            .suggestedHandling())
                    .isEqualTo(new DmarcHandling(REJECT, Reason.NO_SINGLE_AUTHOR));
        }

        @Test
        @DisplayName("T50 nobody gets out of a policy by signing for too many domains")
        void tooManyIdentifiers() {
            Mail mail = published("p=reject").dkim("a.example.com").maxIdentifiers(0);
            assertAdvice(mail, QUARANTINE, Reason.REJECT_NEEDS_OTHER_EVIDENCE);
            assertAdvice(published("p=none").dkim("a.example.com").maxIdentifiers(0), DELIVER, Reason.POLICY_NONE);
        }
    }

    @Test
    void reasonsAreSentences() {
        for (Reason reason : Reason.values()) {
            assertThat(reason.explanation()).endsWith(".");
        }
        assertThat(Action.DEFER.word()).isEqualTo("defer");
    }

    @Test
    @DisplayName("PIT_45 a lookup that failed is no reason to refuse a message for good")
    void temperrorIsNoRejection() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DmarcEvaluator.builder().onTemperror(REJECT))
                .withMessageContaining("DEFER");
        Mail mail = published("p=reject").failing("example.com", DnsFailure.TIMEOUT);
        for (Action action : List.of(DELIVER, QUARANTINE, DEFER)) {
            DmarcResult result = evaluate(mail, mail.request(), builder -> builder.onTemperror(action));
            assertThat(result.suggestedHandling()).isEqualTo(new DmarcHandling(action, Reason.NOT_KNOWN_NOW));
        }
    }

    @Test
    @DisplayName("DME_02 who the author is does not change by waiting")
    void noDeferralWithoutAuthor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DmarcEvaluator.builder().withoutSingleAuthor(DEFER));
    }

    @Test
    void nullIsNoResolver() {
        assertThatNullPointerException()
                .isThrownBy(() -> DmarcEvaluator.builder().resolver(null))
                .withMessage("resolver");
        assertThatNullPointerException()
                .isThrownBy(() -> DmarcPolicyResolver.builder().resolver(null))
                .withMessage("resolver");
    }

    @Test
    void nullIsNoAction() {
        assertThatNullPointerException()
                .isThrownBy(() -> DmarcEvaluator.builder().onTemperror(null));
        assertThatNullPointerException()
                .isThrownBy(() -> DmarcEvaluator.builder().withoutSingleAuthor(null));
    }
}
