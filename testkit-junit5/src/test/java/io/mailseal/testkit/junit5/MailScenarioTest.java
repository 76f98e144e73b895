package io.mailseal.testkit.junit5;

import static io.mailseal.testkit.junit5.MailAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.InboundSession;
import io.mailseal.testkit.TestMessage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailScenarioTest {

    @ParameterizedTest
    @EnumSource
    void comesOutAsItSays(MailScenario scenario) {
        InboundResult result = scenario.authenticate();
        assertThat(result).matches(scenario.expectation());
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameEachTime(MailScenario scenario) {
        TestMessage message = scenario.message();
        assertThat(message).isEqualTo(scenario.message());
        Object result = scenario.authenticate();
        assertThat(result).isEqualTo(scenario.authenticate());
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameWhenItIsPushed(MailScenario scenario) {
        InboundAuthenticator inbound = InboundAuthenticator.builder()
                .dns(scenario.dns().sessions())
                .clock(scenario::now)
                .build();
        byte[] octets = scenario.message().toByteArray();
        try (InboundSession session = inbound.begin(scenario.envelope())) {
            session.update(octets, 0, octets.length);
            assertThat(session.finish()).matches(scenario.expectation());
        }
    }

    @Test
    void eachHasDnsOfItsOwn() {
        assertThat(MailScenario.ALIGNED.dns()).isNotSameAs(MailScenario.ALIGNED.dns());
        assertThat(Arrays.stream(MailScenario.values()).map(MailScenario::recipient))
                .containsOnly("bob@example.net");
    }
}
