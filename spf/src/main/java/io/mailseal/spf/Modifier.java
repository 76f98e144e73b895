package io.mailseal.spf;

/**
 * A term that tests nothing.
 *
 * @rfc 7208 6
 */
sealed interface Modifier {

    /** §6.1: the record that decides when nothing here matches. */
    record Redirect(DomainSpec target, String text) implements Modifier {}

    /** §6.2: where the reason of a fail is told. */
    record Explanation(DomainSpec target, String text) implements Modifier {}

    /** §6: of another specification, to be ignored. */
    record Unknown(String name, MacroString value, String text) implements Modifier {}
}
