package io.mailseal.dnsbl.uri;

/** Takes what the readers find, one by one, and tells them when it is enough. */
@FunctionalInterface
interface UriSink {

    /** Takes one; false ends the search. */
    boolean accept(ReadUri found);
}
