package io.mailseal.spf;

import io.mailseal.core.DomainName;

/**
 * What the owner of a domain has to say about a fail. It is the text of a third party: whoever shows it says so, and
 * whose it is ({@code example.com explains: ...}), since it may as well be an advertisement.
 *
 * @param domain whose words they are
 * @param text visible ASCII and spaces, without line breaks, no longer than {@link SpfLimits#explanationLength}; safe in
 *     an SMTP reply or a log, to be escaped in HTML like any other text
 * @rfc 7208 6.2
 */
public record SpfExplanation(DomainName domain, String text) {

    /**
     * @throws IllegalArgumentException for a text with any other characters
     */
    public SpfExplanation {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new IllegalArgumentException("not visible ASCII: U+" + Integer.toHexString(text.charAt(i)));
            }
        }
    }

    /** Both, for people: {@code example.com explains: ...}. */
    @Override
    public String toString() {
        return domain + " explains: " + text;
    }
}
