package io.mailseal.dnsbl;

/** Why an answer of a list is of no use, although it came. It is never a listing. */
public enum BlocklistError {
    /** The list does not answer this client or its resolver. */
    REFUSED(true, "the list refuses to answer"),
    /** The question came through a public resolver, or one that cannot be told from others. */
    OPEN_RESOLVER(true, "the list does not answer questions that come through a public resolver"),
    /** More questions than the list allows. */
    QUOTA(true, "the list has been asked more often than it allows"),
    /** The list is not for such subjects, as a list of domains that has been asked about an address. */
    WRONG_QUERY(false, "the list is not to be asked about this"),
    /** The name of the list's zone, or the key in it, is wrong. */
    MISCONFIGURED(true, "the name of the list's zone is wrong"),
    /** A code that the profile does not know, from the range that lists keep for errors. */
    UNKNOWN_ERROR(true, "the list answers with an error that its profile does not know"),
    /** An address that is no code: the zone is somebody else's by now, or a resolver invents answers. */
    FOREIGN_ANSWER(true, "the answer is an address outside of 127.0.0.0/8"),
    /** It lists what it says it never lists, so it may list everything. */
    WILDCARD(true, "the list also lists what it says it never lists"),
    /** It does not list what it says it always lists, so it may be empty. */
    NO_TEST_POINT(true, "the list does not list what it says it always lists");

    private final boolean aboutList;
    private final String clause;

    BlocklistError(boolean aboutList, String clause) {
        this.aboutList = aboutList;
        this.clause = clause;
    }

    /** Whether the next question would most likely come to the same end, whatever it is about. */
    public boolean isAboutList() {
        return aboutList;
    }

    /** Part of a sentence for people. */
    String clause() {
        return clause;
    }
}
