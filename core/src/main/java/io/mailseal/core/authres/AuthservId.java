package io.mailseal.core.authres;

import io.mailseal.core.DomainName;

/**
 * The name of a service as it is compared: without regard to the case of letters and a final dot, A-labels and U-labels being
 * the same.
 *
 * @rfc 8601 2.5
 * @rfc 8601 5
 */
record AuthservId(String key) {

    static AuthservId of(String name) {
        return new AuthservId(
                DomainName.ofUnicode(name).map(DomainName::toString).orElseGet(() -> Keyword.lower(name)));
    }
}
