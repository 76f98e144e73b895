package io.mailseal.spf;

import io.mailseal.core.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * One term of one record, to say where something was found.
 *
 * @param recordDomain the domain whose record it is in; null where that is not known
 * @param text as it is written there
 */
record TermPlace(@Nullable DomainName recordDomain, String text) {

    private static final int LONGEST_SHOWN = 120;

    /** For people; a long one is cut. */
    @Override
    public String toString() {
        return shown(text) + " in the record" + (recordDomain == null ? "" : " of " + recordDomain);
    }

    /** The text of a term for people; a long one is cut. */
    static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }
}
