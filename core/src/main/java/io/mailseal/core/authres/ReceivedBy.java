package io.mailseal.core.authres;

import io.mailseal.core.message.HeaderField;
import io.mailseal.core.syntax.ByClauses;
import java.util.Set;

/**
 * Whether a Received field was written by one of these hosts, or may have been. A field too many that is found makes the
 * part of the header that is believed smaller, never larger.
 *
 * @rfc 5321 4.4
 */
record ReceivedBy(Set<AuthservId> hosts) {

    static final String FIELD_NAME = "Received";

    // RFC 6531 §3.7.3: in UTF-8, where the message is.
    boolean wrote(HeaderField field) {
        return ByClauses.countBefore(field.rawValue().toUtf8(), word -> hosts.contains(AuthservId.of(word))) > 0;
    }
}
