package io.mailseal.core.authres;

import io.mailseal.core.syntax.Quoting;
import org.jspecify.annotations.Nullable;

/**
 * How values are written: for any reader, or for those of internationalized mail. What a wording can't express is null,
 * and is left out.
 *
 * @rfc 8601 1.5.2
 */
enum Wording {
    /** ASCII alone: domains with A-labels. */
    ASCII {
        @Override
        @Nullable
        FieldValue word(FieldValue value) {
            return value.toAscii();
        }
    },
    /** Domains and local parts as they are, in UTF-8. */
    INTERNATIONAL {
        @Override
        FieldValue word(FieldValue value) {
            return value;
        }
    };

    abstract @Nullable FieldValue word(FieldValue value);

    /** An authserv-id: it has an ASCII form always. */
    String authservId(String id) {
        FieldValue value = FieldValue.of(id);
        return (this == ASCII ? value.ofAuthservId() : value).tokenOrQuoted();
    }

    @Nullable
    String property(String text) {
        FieldValue value = word(FieldValue.of(text));
        return value == null ? null : value.ofProperty();
    }

    @Nullable
    String quoted(String text) {
        FieldValue value = FieldValue.of(text);
        return this == ASCII && !value.isAscii() ? null : value.quoted();
    }

    @Nullable
    String comment(String text) {
        return this == ASCII && !Quoting.COMMENT.canHold(text) ? null : Quoting.COMMENT.quoteInternational(text);
    }
}
