package io.mailseal.dkim;

import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often the header of the signed message has which fields, counted when somebody wants to know. Equal by the octets of
 * the header; comparing one with itself, which is what happens between the rounds of an evaluation, costs nothing.
 */
final class SignedFields {

    private final HeaderBlock header;

    SignedFields(HeaderBlock header) {
        this.header = header;
    }

    /** How often each name is there, in lower case. */
    Map<String, Integer> counts() {
        return counts(header.fields().stream().map(HeaderField::name).toList());
    }

    static Map<String, Integer> counts(List<String> names) {
        Map<String, Integer> counts = new HashMap<>();
        for (String name : names) {
            counts.merge(AsciiCase.lower(name), 1, Integer::sum);
        }
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof SignedFields that && header.raw().equals(that.header.raw());
    }

    @Override
    public int hashCode() {
        return header.raw().length();
    }
}
