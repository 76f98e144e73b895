package io.mailseal.dnsbl;

/** What a list says about one subject. Nothing but {@link #LISTED} counts for or against it. */
public enum ListStatus {
    /** It is listed by a code of the profile, and the list does not list what it says it never lists. */
    LISTED,
    /** The list is in order, and does not list it. */
    NOT_LISTED,
    /** The list answers, and its answers are of no use: it refuses, it is no list any more, or is suspended for such. */
    UNUSABLE,
    /** There was no answer. */
    UNKNOWN,
    /** The list was not asked. */
    NOT_ASKED
}
