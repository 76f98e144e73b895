package io.mailseal.dnsbl;

/** What a return code says. */
public enum CodeEffect {
    /** The subject is listed. */
    LISTED,
    /** Something about the subject which is no listing. */
    INFORMATIONAL,
    /** Something about the question or who asked it: the answer says nothing about the subject. */
    ERROR
}
