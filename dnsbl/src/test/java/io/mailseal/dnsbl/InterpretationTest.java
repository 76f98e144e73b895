package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** RFC 5782 §2.3, and what lists have made of it since. */
class InterpretationTest {

    private static final List<ReturnCode> CODES = List.of(
            ReturnCode.listed(CodePattern.of("127.0.0.2"), "TWO", "Two.", 1),
            ReturnCode.listed(CodePattern.of("127.0.0.3"), "THREE", "Three.", 1),
            ReturnCode.listed(CodePattern.of("127.0.1.10-20"), "RANGE", "A range.", 1),
            ReturnCode.listed(CodePattern.of("127.0.2.&4"), "BIT-4", "A bit.", 1),
            ReturnCode.listed(CodePattern.of("127.0.2.&8"), "BIT-8", "A bit.", 1),
            ReturnCode.informational(CodePattern.of("127.0.0.9"), "NINE", "Nine."),
            ReturnCode.error(CodePattern.of("127.0.0.1"), "ONE", "One.", BlocklistError.REFUSED));

    private static Interpretation read(String... addresses) {
        return Interpretation.of(CODES, Stream.of(addresses).map(IpAddress::of).toList());
    }

    private static List<String> listings(String... addresses) {
        return read(addresses).listings().stream().map(ReturnCode::name).toList();
    }

    @Nested
    class Section_2_3 {

        @Test
        @DisplayName("DBL_04 one address may be several codes, by the bits that are set")
        void bits() {
            assertThat(listings("127.0.2.4")).containsExactly("BIT-4");
            assertThat(listings("127.0.2.12")).containsExactly("BIT-4", "BIT-8");
            assertThat(listings("127.0.2.255")).containsExactly("BIT-4", "BIT-8");
            assertThat(listings("127.0.2.3")).isEmpty();
        }

        @Test
        @DisplayName("DBL_04 several addresses are several codes, in the order of the profile, each once")
        void severalAddresses() {
            assertThat(listings("127.0.0.3", "127.0.0.2")).containsExactly("TWO", "THREE");
            assertThat(listings("127.0.1.11", "127.0.1.12")).containsExactly("RANGE");
        }

        @Test
        @DisplayName("DBL_04 a range has its ends")
        void range() {
            assertThat(listings("127.0.1.9")).isEmpty();
            assertThat(listings("127.0.1.10")).containsExactly("RANGE");
            assertThat(listings("127.0.1.20")).containsExactly("RANGE");
            assertThat(listings("127.0.1.21")).isEmpty();
        }

        @Test
        @DisplayName("DBL_03 an address that the profile does not know is no listing, and told of")
        void unknown() {
            Interpretation meaning = read("127.0.0.77");
            assertThat(meaning.isListed()).isFalse();
            assertThat(meaning.error()).isEmpty();
            assertThat(meaning.unknown()).containsExactly(IpAddress.of("127.0.0.77"));
        }

        @Test
        @DisplayName("DBL_03 an unknown address takes nothing away from a known one")
        void unknownBesideKnown() {
            Interpretation meaning = read("127.0.0.77", "127.0.0.2");
            assertThat(meaning.isListed()).isTrue();
            assertThat(meaning.unknown()).containsExactly(IpAddress.of("127.0.0.77"));
        }

        @Test
        @DisplayName("DBL_03 what is informational is no listing")
        void informational() {
            Interpretation meaning = read("127.0.0.9");
            assertThat(meaning.isListed()).isFalse();
            assertThat(meaning.informational()).extracting(ReturnCode::name).containsExactly("NINE");
            assertThat(meaning.unknown()).isEmpty();
        }

        @Test
        void noAddressMeansNothing() {
            assertThat(read().isListed()).isFalse();
            assertThat(read().error()).isEmpty();
        }
    }

    @Nested
    class Errors {

        @Test
        @DisplayName("DBL_09 T91 an error makes the whole answer worthless, wherever it stands")
        void error() {
            assertThat(read("127.0.0.1").error()).contains(BlocklistError.REFUSED);
            assertThat(read("127.0.0.2", "127.0.0.1").error()).contains(BlocklistError.REFUSED);
            assertThat(listings("127.0.0.2", "127.0.0.1")).isEmpty();
            assertThat(read("127.0.0.1").errorCode()).map(ReturnCode::name).contains("ONE");
        }

        @Test
        @DisplayName("DBL_03 DBL_09 PIT_61 127.255.255.0/24 is an error even if no row says so")
        void unknownErrors() {
            assertThat(read("127.255.255.254").error()).contains(BlocklistError.UNKNOWN_ERROR);
            assertThat(read("127.255.255.0").error()).contains(BlocklistError.UNKNOWN_ERROR);
            assertThat(read("127.255.254.255").error()).isEmpty();
            List<ReturnCode> greedy = List.of(ReturnCode.listed(CodePattern.of("127.*.*.*"), "ALL", "All.", 1));
            assertThat(Interpretation.of(greedy, List.of(IpAddress.of("127.255.255.254")))
                            .error())
                    .contains(BlocklistError.UNKNOWN_ERROR);
        }

        @Test
        @DisplayName("DBL_03 T90 PIT_61 an address outside of 127.0.0.0/8 is a zone that is somebody else's by now")
        void foreign() {
            for (String address : List.of("203.0.113.5", "126.255.255.255", "128.0.0.0", "0.0.0.0", "::1")) {
                assertThat(read("127.0.0.2", address).error()).contains(BlocklistError.FOREIGN_ANSWER);
                assertThat(read("127.0.0.2", address).errorAddress()).contains(IpAddress.of(address));
                assertThat(listings("127.0.0.2", address)).isEmpty();
            }
        }

        @Test
        @DisplayName("DBL_02 an IPv6 address is never a code, not even an IPv4-mapped one")
        void mapped() {
            assertThat(read("::ffff:127.0.0.2").error()).contains(BlocklistError.FOREIGN_ANSWER);
        }
    }
}
