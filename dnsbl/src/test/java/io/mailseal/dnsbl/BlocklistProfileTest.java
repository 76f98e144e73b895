package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.IpAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BlocklistProfileTest {

    private static final ReturnCode LISTED = ReturnCode.listed(CodePattern.of("127.0.0.2"), "X", "X.", 2);
    private static final ReturnCode ERROR =
            ReturnCode.error(CodePattern.of("127.0.0.1"), "E", "E.", BlocklistError.QUOTA);

    private static BlocklistProfile.Builder builder() {
        return BlocklistProfile.builder("a", "a.example");
    }

    @Nested
    class Builders {

        @Test
        void refuseWhatIsNoNameZoneAddressOrWeight() {
            for (String name : List.of("", "A", "a b", "-a", "a-", "a_b", "x".repeat(65))) {
                assertThatThrownBy(() -> BlocklistProfile.builder(name, "a.example"))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> BlocklistProfile.builder("a", "example"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder().terms(URI.create("mailto:a@example.com")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder().weight(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder().title("a\nb")).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void refuseWhatDoesNotGoTogether() {
            assertThatThrownBy(() -> builder().code(LISTED).build()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() ->
                            builder().kinds(BlocklistKind.IPV4).code(ERROR).build())
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() ->
                            builder().kinds(BlocklistKind.HASH).code(LISTED).build())
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void leaveWhatTheyMadeAlone() {
            BlocklistProfile.Builder builder =
                    builder().kinds(BlocklistKind.IPV4).code(LISTED);
            BlocklistProfile first = builder.build();
            builder.kinds(BlocklistKind.IPV6).code(ERROR);
            assertThat(first.kinds()).containsExactly(BlocklistKind.IPV4);
            assertThat(first.codes()).containsExactly(LISTED);
            assertThatThrownBy(() -> first.kinds().add(BlocklistKind.IPV6))
                    .isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void haveWeightsByPurpose() {
            assertThat(weight(BlocklistPurpose.BLOCK)).isEqualTo(1);
            assertThat(weight(BlocklistPurpose.ALLOW)).isEqualTo(-1);
            assertThat(weight(BlocklistPurpose.REPUTATION)).isZero();
        }

        private double weight(BlocklistPurpose purpose) {
            return builder()
                    .purpose(purpose)
                    .kinds(BlocklistKind.IPV4)
                    .code(LISTED.withWeight(0))
                    .build()
                    .weight();
        }
    }

    @Nested
    class Rows {

        @Test
        void areForClientsOnlyIfTheyAreListings() {
            assertThat(LISTED.forClientOnly().isClientOnly()).isTrue();
            assertThatThrownBy(ERROR::forClientOnly).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void haveAWeightIfTheyAreListings() {
            assertThat(LISTED.withWeight(-3).weight()).isEqualTo(-3);
            assertThat(ERROR.withWeight(-3).weight()).isZero();
            assertThatThrownBy(() -> LISTED.withWeight(1000.5)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void tellErrorsIfTheyAreOnes() {
            assertThat(ERROR.error()).contains(BlocklistError.QUOTA);
            assertThat(LISTED.error()).isEmpty();
        }

        @Test
        void areValues() {
            assertThat(LISTED).hasToString("X (127.0.0.2)").isEqualTo(LISTED.withWeight(2));
            assertThat(LISTED.withSource("y")).isNotEqualTo(LISTED);
            assertThat(LISTED.forClientOnly()).isNotEqualTo(LISTED);
            assertThat(LISTED.withWeight(1)).isNotEqualTo(LISTED);
            assertThat(LISTED.withWeight(2)).hasSameHashCodeAs(LISTED);
        }

        @Test
        @DisplayName("T92 have texts that are safe wherever they come out")
        void texts() {
            for (String text : List.of("", " x", "a\r\nb", "\u001b[31m", "\u00e9", "x".repeat(501))) {
                assertThatThrownBy(() -> ReturnCode.informational(CodePattern.of("127.0.0.2"), "X", text))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> LISTED.withSource(text)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Nested
    class Points {

        @Test
        void areOfTheirKind() {
            assertThatThrownBy(() -> new TestPoint(BlocklistKind.IPV4, "::1", true, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new TestPoint(BlocklistKind.IPV6, "127.0.0.1", true, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new TestPoint(BlocklistKind.DOMAIN, ".", true, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void promiseCodesOnlyOfWhatIsListed() {
            assertThatThrownBy(() ->
                            new TestPoint(BlocklistKind.IPV4, "127.0.0.1", false, List.of(IpAddress.of("127.0.0.2"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
