package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.syntax.Tag;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64 in the value of a tag: folding white space is ignored, anything else that is not of the alphabet is not.
 *
 * @rfc 6376 2.10
 */
final class Base64Value {

    private Base64Value() {}

    /** The octets; null for what is no base64. */
    static @Nullable Octets decode(Tag tag) {
        try {
            return Octets.of(Base64.getDecoder().decode(tag.valueWithoutBlanks()));
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }
}
