package io.mailseal.mime;

/**
 * Something about an author's address that is valid, but rare in honest mail, and that other readers may take differently.
 * It changes no status: whoever wants to refuse it looks for it.
 */
public enum AuthorAnomaly {
    /** A source route, as in {@code <@a.example,@b.example:user@c.example>}. It is ignored: the domain is c.example. */
    OBSOLETE_ROUTE,
    /** What looks like an encoded-word of RFC 2047 in the local part. It is not decoded. */
    ENCODED_WORD,
    /** The address is a member of a group, as in {@code team: user@a.example;}. */
    GROUP,
    /** The domain has one label only, as in {@code root@localhost}. */
    SINGLE_LABEL,
    /**
     * The display name reads like another address, as in {@code "ann@bank.example" <bob@c.example>}; encoded-words are
     * decoded to see it. Many programs show no more than the display name.
     */
    ADDRESS_IN_DISPLAY_NAME
}
