package io.mailseal.core.message;

import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The header of a message: its fields, raw and in order, and what is odd about them.
 *
 * @rfc 5322 2.2
 */
public final class HeaderBlock {

    private final List<HeaderField> fields;
    private final FieldIndex index;
    private final Octets raw;
    private final Set<MessageAnomaly> anomalies;

    HeaderBlock(List<HeaderField> fields, FieldIndex index, Octets raw, Set<MessageAnomaly> anomalies) {
        this.fields = fields;
        this.index = index;
        this.raw = raw;
        this.anomalies = unmodifiable(anomalies);
    }

    static Set<MessageAnomaly> unmodifiable(Set<MessageAnomaly> anomalies) {
        return anomalies.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(anomalies));
    }

    /**
     * Reads the octets of a header: up to the empty line that ends it, or, where there is none, to the end. What follows the
     * empty line is left alone. Within {@link MessageLimits#DEFAULT}.
     */
    public static HeaderBlock parse(Octets octets) {
        return parse(octets, MessageLimits.DEFAULT);
    }

    /** The same within other limits. */
    public static HeaderBlock parse(Octets octets, MessageLimits limits) {
        HeaderCollector collector = new HeaderCollector(limits);
        byte[] bytes = octets.toByteArray();
        collector.measure(bytes, 0, bytes.length);
        return collector.finish(bytes);
    }

    /** The fields from top to bottom. */
    public List<HeaderField> fields() {
        return fields;
    }

    /** The fields of this name from top to bottom; the case of ASCII letters does not matter. */
    public List<HeaderField> fields(String name) {
        return index.named(name);
    }

    /** How many fields have this name; the case of ASCII letters does not matter. */
    public int count(String name) {
        return index.count(name);
    }

    /** Takes fields of given names, for each name from the bottom up. */
    public FieldsFromBelow fromBelow() {
        return new FieldsFromBelow(index.new Cursor());
    }

    /** All octets of the fields, without the empty line. */
    public Octets raw() {
        return raw;
    }

    /**
     * The header without those of its fields. All other octets stay as they are and in order; so does what is known to be
     * odd about it, since that is about the message that arrived.
     */
    public HeaderBlock without(Predicate<HeaderField> those) {
        List<HeaderField> kept = new ArrayList<>();
        byte[] octets = raw.toByteArray();
        int from = 0;
        int to = 0;
        for (HeaderField field : fields) {
            int length = field.raw().length();
            if (!those.test(field)) {
                kept.add(field);
                System.arraycopy(octets, from, octets, to, length);
                to += length;
            }
            from += length;
        }
        // What was not read any more as fields, in a header beyond the limits.
        System.arraycopy(octets, from, octets, to, octets.length - from);
        to += octets.length - from;
        return kept.size() == fields.size()
                ? this
                : new HeaderBlock(List.copyOf(kept), new FieldIndex(kept), Octets.of(octets, 0, to), anomalies);
    }

    /** What is wrong with the header as a whole or with any field of it. */
    public Set<MessageAnomaly> anomalies() {
        return anomalies;
    }

    /** Whether the header was too large to be read entirely; then nothing can be said about the message. */
    public boolean isTruncated() {
        return anomalies.contains(MessageAnomaly.LIMIT_EXCEEDED);
    }
}
