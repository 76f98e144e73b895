package io.mailseal.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OctetsTest {

    @Nested
    class AValue {

        @Test
        void doesNotChangeWithTheArrayItWasMadeOf() {
            byte[] array = {1, 2, 3};
            Octets octets = Octets.of(array);
            Octets part = Octets.of(array, 1, 2);
            array[1] = 9;
            assertThat(octets).isEqualTo(Octets.of(new byte[] {1, 2, 3}));
            assertThat(part).isEqualTo(Octets.of(new byte[] {2, 3}));
        }

        @Test
        void doesNotChangeWithTheArrayItGave() {
            Octets octets = Octets.ofLatin1("abc");
            octets.toByteArray()[0] = 'x';
            assertThat(octets.toLatin1()).isEqualTo("abc");
        }

        @Test
        void givesAViewThatCannotBeWritten() {
            ByteBuffer view = Octets.ofLatin1("abcdef").slice(2, 5).toByteBuffer();
            assertThat(view.isReadOnly()).isTrue();
            assertThat(view.remaining()).isEqualTo(3);
            assertThat(view.get(0)).isEqualTo((byte) 'c');
        }

        @Test
        void isEqualByItsOctetsAlone() {
            Octets slice = Octets.ofLatin1("xxabcxx").slice(2, 5);
            assertThat(slice).isEqualTo(Octets.ofLatin1("abc")).hasSameHashCodeAs(Octets.ofLatin1("abc"));
            assertThat(slice).isNotEqualTo(Octets.ofLatin1("abd")).isNotEqualTo("abc");
        }

        @Test
        void ofNothingIsEmpty() {
            assertThat(Octets.of()).isSameAs(Octets.EMPTY);
            assertThat(Octets.ofLatin1("abc").slice(3, 3)).isSameAs(Octets.EMPTY);
            assertThat(Octets.EMPTY.isEmpty()).isTrue();
            assertThat(Octets.EMPTY.isAscii()).isTrue();
        }

        @Test
        void isWritten() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Octets.ofLatin1("abcdef").slice(1, 4).writeTo(out);
            assertThat(out.toByteArray()).containsExactly('b', 'c', 'd');
        }
    }

    @Nested
    class Places {

        private final Octets octets =
                Octets.of(new byte[] {0, (byte) 0x80, (byte) 0xFF}).slice(1, 3);

        @Test
        void holdUnsignedNumbers() {
            assertThat(octets.at(0)).isEqualTo(0x80);
            assertThat(octets.at(1)).isEqualTo(0xFF);
        }

        @Test
        void outsideOfASliceAreRefusedEvenIfTheArrayGoesOn() {
            assertThatThrownBy(() -> octets.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> octets.at(2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> octets.slice(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> octets.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> Octets.of(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Nested
    class Text {

        @Test
        void ofLatin1IsOneOctetForEachCharacter() {
            assertThat(Octets.ofLatin1("\u0000ÿ").toByteArray()).containsExactly(0, 0xFF);
            assertThat(Octets.ofLatin1("é").isAscii()).isFalse();
        }

        @Test
        void beyondLatin1IsRefused() {
            assertThatThrownBy(() -> Octets.ofLatin1("aĀ"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at 1");
        }

        @Test
        void inUtf8() {
            assertThat(Octets.ofUtf8("é").toByteArray()).containsExactly(0xC3, 0xA9);
            assertThat(Octets.ofUtf8("é☕").toUtf8()).isEqualTo("é☕");
            assertThat(Octets.of((byte) 0xFF).toUtf8()).isEqualTo("\uFFFD");
        }

        @Test
        void forPeopleHoldsNothingUnprintable() {
            assertThat(Octets.ofLatin1("a\r\n\\\u001B[31mÿ")).hasToString("a\\x0d\\x0a\\x5c\\x1b[31m\\xff");
        }

        @Test
        void forPeopleIsCut() {
            assertThat(Octets.of(new byte[1 << 20]).toString())
                    .endsWith("... (1048576 octets)")
                    .hasSizeLessThan(1100);
        }
    }

    @Property
    void latin1LosesNothing(@ForAll byte[] bytes) {
        assertThat(Octets.ofLatin1(Octets.of(bytes).toLatin1()).toByteArray()).isEqualTo(bytes);
    }

    @Property
    void theOrderIsThatOfUnsignedArraysAndAgreesWithEquality(@ForAll byte[] one, @ForAll byte[] other) {
        int order = Octets.of(one).compareTo(Octets.of(other));
        assertThat(Integer.signum(order)).isEqualTo(Integer.signum(Arrays.compareUnsigned(one, other)));
        assertThat(Octets.of(one).equals(Octets.of(other))).isEqualTo(order == 0);
    }

    @Property
    void aSliceIsWhatAnArrayWouldGive(
            @ForAll byte[] bytes, @ForAll @IntRange(max = 300) int from, @ForAll @IntRange(max = 300) int to) {
        int start = Math.min(Math.min(from, to), bytes.length);
        int end = Math.min(Math.max(from, to), bytes.length);
        Octets slice = Octets.of(bytes).slice(start, end);
        assertThat(slice).isEqualTo(Octets.of(Arrays.copyOfRange(bytes, start, end)));
        assertThat(slice.hashCode()).isEqualTo(Octets.of(slice.toByteArray()).hashCode());
    }

    @Test
    void compactKeepsNothingElseAlive() {
        Octets whole = Octets.ofLatin1("0123456789");
        assertThat(whole.compact()).isSameAs(whole);
        assertThat(whole.slice(2, 4).compact()).isEqualTo(Octets.ofLatin1("23"));
        assertThat(whole.slice(3, 3).compact()).isSameAs(Octets.EMPTY);
    }
}
