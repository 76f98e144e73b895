package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.syntax.Tag;
import io.mailseal.core.syntax.TagList;
import org.jspecify.annotations.Nullable;

/**
 * The tags of one DKIM-Signature field, and of those that name the signature the values, each decoded once: for the
 * signature, and for reports about it even if the field is malformed.
 *
 * @rfc 6376 3.5
 */
final class SignatureTags {

    private final HeaderField field;
    private final TagList list;
    private final @Nullable DomainName domain;
    private final @Nullable DomainName selector;
    private final @Nullable String identity;
    private final Base64Value signature;

    SignatureTags(HeaderField field, TagList list) {
        this.field = field;
        this.list = list;
        this.domain = SigningDomain.parse(value("d"));
        this.selector = SigningDomain.parseSelector(value("s"));
        this.identity = identity(tag("i"));
        Tag b = tag("b");
        this.signature = b == null ? Base64Value.EMPTY : Base64Value.of(b);
    }

    // Read as UTF-8, for RFC 8616.
    private static @Nullable String identity(@Nullable Tag tag) {
        String decoded = tag == null ? null : QuotedPrintable.decode(tag.value());
        return decoded == null ? null : Utf8Text.decode(decoded);
    }

    HeaderField field() {
        return field;
    }

    TagList list() {
        return list;
    }

    /** The first tag of this name, if there is one. */
    @Nullable
    Tag tag(String name) {
        return list.first(name).orElse(null);
    }

    /** The value of the first tag of this name; empty if there is none. */
    String value(String name) {
        Tag tag = tag(name);
        return tag == null ? "" : tag.value();
    }

    /** {@code d=}; null if there is none, or it is no domain. */
    @Nullable
    DomainName domain() {
        return domain;
    }

    /** {@code s=}; null if there is none, or it is none. */
    @Nullable
    DomainName selector() {
        return selector;
    }

    /** {@code i=}, as text; null if there is none, or it is not encoded right. */
    @Nullable
    String identity() {
        return identity;
    }

    /** {@code b=}; if there is none, empty. */
    Base64Value signature() {
        return signature;
    }
}
