package io.mailseal.core.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of each name are in a header: the fields sorted by name, so that no choice of names makes it slow, and
 * those of one name from top to bottom.
 */
final class FieldIndex {

    private final HeaderField[] sorted;
    private final int[] hashes; // of their names: what is looked for is mostly found, or not, among these alone

    // Of the fields that have the same name as the one at this place: the first place, and the one after the last.
    private final int[] starts;
    private final int[] ends;

    FieldIndex(List<HeaderField> fields) {
        sorted = sort(fields);
        hashes = new int[sorted.length];
        starts = new int[sorted.length];
        ends = new int[sorted.length];
        int start = 0;
        for (int i = 0; i < sorted.length; i++) {
            hashes[i] = sorted[i].nameHash();
        }
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i].compareNames(sorted[start]) != 0) {
                Arrays.fill(starts, start, i, start);
                Arrays.fill(ends, start, i, i);
                start = i;
            }
        }
    }

    // By the hash of the name, then by name, and then from top to bottom. Numbers are sorted faster than fields
    // are, and different names seldom have a hash in common.
    private static HeaderField[] sort(List<HeaderField> fields) {
        HeaderField[] sorted = new HeaderField[fields.size()];
        long[] order = new long[sorted.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) fields.get(i).nameHash() << Integer.SIZE | i;
        }
        Arrays.sort(order);
        int start = 0;
        for (int i = 0; i < order.length; i++) {
            sorted[i] = fields.get((int) order[i]);
            if (sorted[i].nameHash() != sorted[start].nameHash()) {
                sortByName(sorted, start, i);
                start = i;
            }
        }
        sortByName(sorted, start, sorted.length);
        return sorted;
    }

    private static void sortByName(HeaderField[] sorted, int from, int to) {
        if (to - from > 1) {
            Arrays.sort(sorted, from, to, HeaderField::compareNames); // stable
        }
    }

    /** All fields of this name, from top to bottom. */
    List<HeaderField> named(String name) {
        int start = start(name);
        return start < 0
                ? List.of()
                : Collections.unmodifiableList(Arrays.asList(sorted).subList(start, ends[start]));
    }

    /** How many fields have this name. */
    int count(String name) {
        int start = start(name);
        return start < 0 ? 0 : ends[start] - start;
    }

    /** One field of each name that occurs more than once. */
    List<HeaderField> repeated() {
        List<HeaderField> repeated = new ArrayList<>(0);
        for (int i = 0; i < sorted.length; i = ends[i]) {
            if (ends[i] - i > 1) {
                repeated.add(sorted[i]);
            }
        }
        return repeated;
    }

    // Of the fields that have this name; negative if there are none.
    private int start(String name) {
        int hash = HeaderField.hash(name);
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compare(hashes[middle], hash);
            if (order == 0) {
                order = sorted[middle].compareName(name, hash);
            }
            if (order == 0) {
                return starts[middle];
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }
        return -1;
    }

    /** Where someone is who takes the fields of each name one by one, from the bottom up. */
    final class Cursor {

        // How many fields of a name were taken, at the place of its first.
        private final int[] taken = new int[sorted.length];

        /** The lowest field of this name that was not taken before; null if there is none left. */
        @Nullable
        HeaderField take(String name) {
            int start = start(name);
            if (start < 0 || taken[start] == ends[start] - start) {
                return null;
            }
            taken[start]++;
            return sorted[ends[start] - taken[start]];
        }
    }
}
