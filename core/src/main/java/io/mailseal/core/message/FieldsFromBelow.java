package io.mailseal.core.message;

import java.util.Optional;

/**
 * Takes the fields of a header by name, as signatures do: for each name the lowest field that was not taken before. Made by
 * {@link HeaderBlock#fromBelow}; for one thread.
 *
 * @rfc 6376 5.4.2
 */
public final class FieldsFromBelow {

    private final FieldIndex.Cursor cursor;

    FieldsFromBelow(FieldIndex.Cursor cursor) {
        this.cursor = cursor;
    }

    /** The lowest field of this name that was not taken before, if there is one; the case of ASCII letters does not matter. */
    public Optional<HeaderField> take(String name) {
        return Optional.ofNullable(cursor.take(name));
    }
}
