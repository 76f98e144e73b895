package io.mailseal.dkim;

import java.util.List;

/** The header fields that those who sign and those who verify have a reason to look at; their names in lower case. */
final class KnownFields {

    /**
     * Those that may be there once, From apart: a second one, added on top, may be the one that people see.
     *
     * @rfc 5322 3.6
     * @rfc 6376 8.15
     */
    static final List<String> SINGLE = List.of(
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "content-id",
            "content-description");

    /**
     * Those that people see, that say whom they answer, and that decide how the body is shown.
     *
     * @rfc 6376 5.4.1
     */
    static final List<String> CONTENT = List.of(
            "reply-to", "subject", "date", "to", "cc", "mime-version", "content-type", "content-transfer-encoding");

    /**
     * Others that should be signed.
     *
     * @rfc 6376 5.4.1
     */
    static final List<String> RECOMMENDED = List.of(
            "sender",
            "message-id",
            "in-reply-to",
            "references",
            "resent-date",
            "resent-from",
            "resent-to",
            "resent-cc",
            "list-id",
            "list-help",
            "list-unsubscribe",
            "list-subscribe",
            "list-post",
            "list-owner",
            "list-archive");

    /**
     * Those that servers add where they are missing.
     *
     * @rfc 6409 8
     */
    static final List<String> ADDED_ON_THE_WAY = List.of("date", "message-id");

    private KnownFields() {}
}
