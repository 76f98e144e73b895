package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.mtasts.PublicationStep.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who publishes (§8). */
class MtaStsPublicationTest {

    static final MtaStsPublication PUBLICATION = MtaStsPublication.of(World.DOMAIN);
    static final MtaStsRecord RECORD = MtaStsRecord.of("2");
    static final Duration HOUR = Duration.ofHours(1);

    static List<Kind> kinds(List<PublicationStep> steps) {
        return steps.stream().map(PublicationStep::kind).toList();
    }

    @Test
    void places() {
        assertThat(PUBLICATION.policyUrl()).isEqualTo("https://mta-sts.example.com/.well-known/mta-sts.txt");
        assertThat(PUBLICATION.recordName()).isEqualTo("_mta-sts.example.com");
        assertThatIllegalArgumentException().isThrownBy(() -> MtaStsPublication.of(DomainName.of("_x.example")));
    }

    @Nested
    class Section_8_1 {

        @Test
        @DisplayName("STS_20 the first policy: the file, then the record")
        void introduction() {
            List<PublicationStep> steps = PUBLICATION.introduction(MtaStsCacheTest.TESTING, RECORD);
            assertThat(kinds(steps)).containsExactly(Kind.SERVE_POLICY, Kind.PUBLISH_RECORD);
            assertThat(steps.get(0).text()).isEqualTo(MtaStsCacheTest.TESTING.format());
            assertThat(steps.get(1).text()).isEqualTo("v=STSv1; id=2;");
        }

        @Test
        @DisplayName("STS_20 another policy: the file, then the record, then the time that the old record lives")
        void change() {
            List<PublicationStep> steps = PUBLICATION.change(MtaStsCacheTest.ENFORCE, RECORD, HOUR);
            assertThat(kinds(steps)).containsExactly(Kind.SERVE_POLICY, Kind.PUBLISH_RECORD, Kind.WAIT);
            assertThat(steps.get(2).duration()).isEqualTo(HOUR);
        }
    }

    @Nested
    class Section_8_3 {

        @Test
        @DisplayName("STS_20 removal: mode none, the record, the longest life of all policies, and only then nothing")
        void removal() {
            List<PublicationStep> steps = PUBLICATION.removal(RECORD, Duration.ofDays(30), HOUR);
            assertThat(kinds(steps))
                    .containsExactly(
                            Kind.SERVE_POLICY,
                            Kind.PUBLISH_RECORD,
                            Kind.WAIT,
                            Kind.REMOVE_RECORD,
                            Kind.WAIT,
                            Kind.REMOVE_POLICY);
            MtaStsPolicy none = MtaStsPolicyTest.assertValid(steps.get(0).text());
            assertThat(none.mode()).isEqualTo(MtaStsMode.NONE);
            assertThat(none.maxAge()).isEqualTo(Duration.ofDays(1));
            assertThat(steps.get(2).duration()).isEqualTo(Duration.ofDays(30).plus(HOUR));
            assertThat(PUBLICATION.removal(RECORD, HOUR, HOUR).get(2).duration())
                    .isEqualTo(Duration.ofDays(1).plus(HOUR));
        }

        @Test
        @DisplayName("STS_20 a sender follows the steps of a removal without ever refusing mail for want of a policy")
        void asSeenBySenders() {
            World world = new World();
            MtaStsCache cache = world.cache().build();
            world.publish("1", World.policy(MtaStsMode.ENFORCE, Duration.ofDays(30)));
            cache.discover(World.DOMAIN);
            String file = "";
            for (PublicationStep step : PUBLICATION.removal(RECORD, Duration.ofDays(30), HOUR)) {
                switch (step.kind()) {
                    case SERVE_POLICY -> file = step.text();
                    case PUBLISH_RECORD -> world.zone("_mta-sts.example.com TXT \"" + step.text() + "\"");
                    case WAIT -> world.clock.advance(step.duration());
                    case REMOVE_RECORD -> world.zone("other.example TXT x");
                    case REMOVE_POLICY -> file = "";
                }
                world.response = World.answer(file.isEmpty() ? 404 : 200, file);
                cache.refreshDue(10);
                PolicyDiscovery discovery = cache.discover(World.DOMAIN);
                if (step.kind() != Kind.SERVE_POLICY) {
                    assertThat(discovery.mode()).as(step.toString()).isEqualTo(MtaStsMode.NONE);
                }
            }
            assertThat(world.alerts).noneMatch(alert -> alert.startsWith("refresh"));
        }
    }
}
