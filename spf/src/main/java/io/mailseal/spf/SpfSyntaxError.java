package io.mailseal.spf;

/**
 * Where the text of a record leaves the grammar.
 *
 * @param position the first octet that can't be there, counted from 0; the length of the text where something is
 *     missing
 * @param term the term around it, each octet as the character of that number: third-party text, to be quoted
 *     before it is shown; empty where no term is concerned
 * @param expected what could have been there, in words
 * @rfc 7208 4.6
 */
public record SpfSyntaxError(int position, String term, String expected) implements SpfParse {}
