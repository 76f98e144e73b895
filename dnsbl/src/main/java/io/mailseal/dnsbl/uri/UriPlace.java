package io.mailseal.dnsbl.uri;

/** In what part of a message a URI was found. */
public enum UriPlace {
    /** Plain text. */
    TEXT,
    /** The text of an HTML part, as a reader sees it. */
    HTML_TEXT,
    /** An attribute of an HTML element, such as the target of a link. */
    HTML_ATTRIBUTE,
    /** A comment or a script of an HTML part. */
    HTML_HIDDEN,
    /** A field of the header. */
    HEADER,
    /** Inside another URI, as the place that a redirector sends its visitors to. */
    REDIRECT
}
