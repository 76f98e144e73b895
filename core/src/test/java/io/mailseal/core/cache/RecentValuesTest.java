package io.mailseal.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentValuesTest {

    @Test
    void theTableIsBounded() {
        RecentValues<Integer, Integer> table = new RecentValues<>();
        int many = 10 * RecentValues.PLACES;
        for (int i = 0; i < many; i++) {
            table.put(i, -i);
            assertThat(table.get(i)).isEqualTo(-i);
        }
        Set<Integer> kept = new HashSet<>();
        for (int i = 0; i < many; i++) {
            Integer value = table.get(i);
            if (value != null) {
                assertThat(value).isEqualTo(-i);
                kept.add(i);
            }
        }
        assertThat(kept).hasSizeBetween(1, RecentValues.PLACES);
    }

    @Test
    void twoOfTheSamePairAreKeptAndTheThirdDrivesOutTheOlder() {
        RecentValues<Integer, String> table = new RecentValues<>();
        int third = RecentValues.PLACES * RecentValues.PLACES | RecentValues.PLACES; // of the same pair
        table.put(0, "a");
        table.put(1, "b");
        assertThat(table.get(0)).isEqualTo("a");
        assertThat(table.get(1)).isEqualTo("b");
        table.put(third, "c");
        assertThat(table.get(third)).isEqualTo("c");
        assertThat(table.get(0)).isNull();
        assertThat(table.get(1)).isEqualTo("b");
    }
}
