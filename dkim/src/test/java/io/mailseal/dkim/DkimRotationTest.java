package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimRotation.Action;
import io.mailseal.dkim.DkimRotation.Condition;
import io.mailseal.dkim.DkimRotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimRotationTest {

    private static final DomainName DOMAIN = DomainName.of("a.example");
    private static final DomainName OLD = DomainName.of("s1");
    private static final DomainName NEW = DomainName.of("s2");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static DkimRotation plan() {
        return DkimRotation.builder(DOMAIN, OLD, NEW)
                .recordTtl(Duration.ofHours(1))
                .negativeTtl(Duration.ofHours(3))
                .plan(START);
    }

    @Nested
    class Steps {

        @Test
        @DisplayName("publish, check, switch, revoke, remove; each as early as it may be")
        void inOrder() {
            assertThat(plan().toString()).isEqualTo("""
                            From 2026-01-01T00:00:00Z: publish the record of the new key (s2._domainkey.a.example).
                            From 2026-01-01T03:00:00Z: see that the new record is what all name servers answer \
                            (s2._domainkey.a.example).
                            From 2026-01-01T03:00:00Z: sign with the new key (s2._domainkey.a.example).
                            From 2026-01-08T03:00:00Z: destroy the old private key and publish its record with an empty p= \
                            (s1._domainkey.a.example).
                            From 2026-01-15T03:00:00Z: remove the old record (s1._domainkey.a.example).""");
            assertThat(plan().steps()).extracting(Step::action).containsExactly(Action.values());
        }

        @Test
        @DisplayName("the old record stays as long as mail may be under way: seven days")
        void overlap() {
            assertThat(DkimRotation.DEFAULT_TIME_UNDER_WAY).isEqualTo(Duration.ofDays(7));
            DkimRotation longer = DkimRotation.builder(DOMAIN, OLD, NEW)
                    .timeUnderWay(Duration.ofDays(30))
                    .plan(START);
            assertThat(Duration.between(
                            longer.step(Action.SWITCH).earliest(),
                            longer.step(Action.REVOKE).earliest()))
                    .isEqualTo(Duration.ofDays(30));
        }

        @Test
        @DisplayName("the wait before the check is the longer of both times to live")
        void waiting() {
            DkimRotation plan = DkimRotation.builder(DOMAIN, OLD, NEW)
                    .recordTtl(Duration.ofDays(2))
                    .negativeTtl(Duration.ZERO)
                    .plan(START);
            assertThat(plan.step(Action.CHECK).earliest()).isEqualTo(START.plus(Duration.ofDays(2)));
        }

        @Test
        void conditions() {
            assertThat(plan().step(Action.PUBLISH).conditions()).containsExactly(Condition.NEW_SELECTOR_UNUSED);
            assertThat(plan().step(Action.SWITCH).conditions())
                    .containsExactly(Condition.NEW_RECORD_SEEN_EVERYWHERE, Condition.OLD_ANSWERS_FORGOTTEN);
            assertThat(plan().step(Action.REVOKE).conditions())
                    .containsExactly(Condition.OLD_KEY_UNUSED, Condition.OLD_MAIL_DELIVERED);
            for (Step step : plan().steps()) {
                assertThat(step.conditions()).isNotEmpty();
            }
            for (Condition condition : Condition.values()) {
                assertThat(condition.sentence()).isNotBlank();
            }
        }
    }

    @Nested
    class Following_it {

        @Test
        void whatWasDoneLateMovesTheRest() {
            DkimRotation plan = plan();
            Instant late = START.plus(Duration.ofDays(3));
            plan = plan.done(Action.PUBLISH, START);
            plan = plan.done(Action.CHECK, late);
            assertThat(plan.step(Action.SWITCH).earliest()).isEqualTo(late);
            assertThat(plan.step(Action.REVOKE).earliest()).isEqualTo(late.plus(Duration.ofDays(7)));
            assertThat(plan.next()).map(Step::action).contains(Action.SWITCH);
            assertThat(plan.step(Action.CHECK).isDone()).isTrue();
            assertThat(plan.step(Action.CHECK).explanation()).startsWith("Done at 2026-01-04");
        }

        @Test
        @DisplayName("a check that came too early does not make the switch come too early")
        void checkedTooEarly() {
            DkimRotation plan =
                    plan().done(Action.PUBLISH, START.plusSeconds(5)).done(Action.CHECK, START.plusSeconds(6));
            Instant forgotten = START.plusSeconds(5).plus(Duration.ofHours(3));
            assertThat(plan.step(Action.SWITCH).earliest()).isEqualTo(forgotten);
            assertThat(plan.step(Action.REVOKE).earliest()).isEqualTo(forgotten.plus(Duration.ofDays(7)));
        }

        @Test
        void toTheEnd() {
            DkimRotation plan = plan();
            for (Action action : Action.values()) {
                plan = plan.done(action, plan.step(action).earliest());
            }
            assertThat(plan.next()).isEmpty();
            assertThat(plan.steps())
                    .extracting(Step::earliest)
                    .isEqualTo(plan().steps().stream().map(Step::earliest).toList());
        }

        @Test
        void onlyInOrder() {
            assertThatIllegalArgumentException().isThrownBy(() -> plan().done(Action.SWITCH, START));
            DkimRotation published = plan().done(Action.PUBLISH, START);
            assertThatIllegalArgumentException().isThrownBy(() -> published.done(Action.PUBLISH, START));
            assertThatIllegalArgumentException().isThrownBy(() -> published.done(Action.CHECK, START.minusSeconds(1)));
        }

        @Test
        void isAValue() {
            assertThat(plan()).isEqualTo(plan()).hasSameHashCodeAs(plan());
            assertThat(plan().done(Action.PUBLISH, START)).isNotEqualTo(plan());
        }
    }

    @Nested
    class Misuse {

        @Test
        @DisplayName("KEY_03 a selector is not used for another key")
        void sameSelector() {
            assertThatIllegalArgumentException().isThrownBy(() -> DkimRotation.builder(DOMAIN, OLD, OLD));
        }

        @Test
        void negativeTimes() {
            DkimRotation.Builder builder = DkimRotation.builder(DOMAIN, OLD, NEW);
            Duration negative = Duration.ofSeconds(-1);
            assertThatIllegalArgumentException().isThrownBy(() -> builder.recordTtl(negative));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.negativeTtl(negative));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.timeUnderWay(negative));
        }

        @Test
        @DisplayName("times of more than a hundred years are a mistake, and those of less can be reckoned with")
        void timesBeyondReason() {
            DkimRotation.Builder builder = DkimRotation.builder(DOMAIN, OLD, NEW);
            Duration longest = Duration.ofDays(36_500);
            for (Duration longer : List.of(longest.plusNanos(1), Duration.ofSeconds(Long.MAX_VALUE))) {
                assertThatIllegalArgumentException().isThrownBy(() -> builder.recordTtl(longer));
                assertThatIllegalArgumentException().isThrownBy(() -> builder.negativeTtl(longer));
                assertThatIllegalArgumentException().isThrownBy(() -> builder.timeUnderWay(longer));
            }
            DkimRotation plan = builder.recordTtl(longest)
                    .negativeTtl(longest)
                    .timeUnderWay(longest)
                    .plan(START);
            assertThat(plan.step(Action.REMOVE).earliest()).isEqualTo(START.plus(longest.multipliedBy(3)));
        }

        @Test
        void tooLong() {
            DomainName longName = DomainName.of("a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63));
            assertThatIllegalArgumentException().isThrownBy(() -> DkimRotation.builder(longName, longName, NEW));
        }
    }

    @Nested
    class Selectors {

        @ParameterizedTest
        @CsvSource({
            "s1,s2",
            "s9,s10",
            "mail009,mail010",
            "mail,mail2",
            "99,100",
            "s1.berlin,s2.berlin",
            "a-1,a-2",
            "x_,x_2"
        })
        void byNumber(String current, String next) {
            assertThat(DkimSelectors.byNumber(DomainName.of(current), List.of()))
                    .isEqualTo(DomainName.of(next));
        }

        @Test
        @DisplayName("KEY_03 what was used is passed over")
        void used() {
            assertThat(DkimSelectors.byNumber(OLD, List.of(OLD, NEW, DomainName.of("s3"))))
                    .isEqualTo(DomainName.of("s4"));
            LocalDate day = LocalDate.of(2026, 11, 22);
            assertThat(DkimSelectors.byDate("s", day, List.of())).isEqualTo(DomainName.of("s20261122"));
            assertThat(DkimSelectors.byDate("s", day, List.of(DomainName.of("s20261122"))))
                    .isEqualTo(DomainName.of("s20261122b"));
            assertThat(DkimSelectors.byDate("", day, List.of())).isEqualTo(DomainName.of("20261122"));
        }

        @Test
        @DisplayName("KEY_03 a day has as many keys as there are letters, the first without one")
        void lettersOfADay() {
            LocalDate day = LocalDate.of(2026, 11, 22);
            List<DomainName> used = new ArrayList<>(List.of(DomainName.of("s20261122")));
            for (char letter = 'b'; letter <= 'z'; letter++) {
                DomainName next = DomainName.of("s20261122" + letter);
                assertThat(DkimSelectors.byDate("s", day, used)).isEqualTo(next);
                used.add(next);
            }
            assertThatIllegalArgumentException().isThrownBy(() -> DkimSelectors.byDate("s", day, used));
        }

        @Test
        @DisplayName("a name that grows may be too long")
        void tooLongAltogether() {
            DomainName longest = DomainName.of("s9" + ("." + "a".repeat(61)).repeat(4) + ".bc");
            assertThat(longest.toString()).hasSize(253);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimSelectors.byNumber(longest, List.of()))
                    .withMessageContaining("s10");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"-", "a.", "a b", "ü.x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
        void noLabel(String prefix) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimSelectors.byDate(prefix, LocalDate.of(2026, 1, 1), List.of()));
        }

        @Test
        void noRoom() {
            DomainName full = DomainName.of("9".repeat(63));
            assertThatIllegalArgumentException().isThrownBy(() -> DkimSelectors.byNumber(full, List.of()));
        }

        @Test
        void underAnyLocale() {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab-ca-islamic"));
                assertThat(DkimSelectors.byDate("S", LocalDate.of(2026, 1, 2), List.of()))
                        .isEqualTo(DomainName.of("s20260102"));
            } finally {
                Locale.setDefault(before);
            }
        }
    }
}
