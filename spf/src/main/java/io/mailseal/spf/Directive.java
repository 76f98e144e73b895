package io.mailseal.spf;

/**
 * A mechanism and what its match means.
 *
 * @param text as it is written in the record, with its qualifier if there is one
 * @rfc 7208 4.6.1
 */
record Directive(Qualifier qualifier, Mechanism mechanism, String text) {}
