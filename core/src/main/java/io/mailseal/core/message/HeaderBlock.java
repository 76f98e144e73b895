package io.mailseal.core.message;

import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The header of a message: its fields, raw and in order, and what is odd about them.
 *
 * @rfc 5322 2.2
 */
public final class HeaderBlock {

    private final List<HeaderField> fields;
    private final Octets raw;
    private final Set<MessageAnomaly> anomalies;

    HeaderBlock(List<HeaderField> fields, Octets raw, Set<MessageAnomaly> anomalies) {
        this.fields = List.copyOf(fields);
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
        collector.append(bytes, 0, bytes.length);
        return collector.finish();
    }

    /** The fields from top to bottom. */
    public List<HeaderField> fields() {
        return fields;
    }

    /** The fields of this name from top to bottom; the case of ASCII letters does not matter. */
    public List<HeaderField> fields(String name) {
        List<HeaderField> named = new ArrayList<>();
        for (HeaderField field : fields) {
            if (field.isNamed(name)) {
                named.add(field);
            }
        }
        return Collections.unmodifiableList(named);
    }

    /** All octets of the fields, without the empty line. */
    public Octets raw() {
        return raw;
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
