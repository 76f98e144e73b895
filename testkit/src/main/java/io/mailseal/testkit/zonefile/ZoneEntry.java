package io.mailseal.testkit.zonefile;

import java.util.List;

/**
 * A line of a zone's text, or several in parentheses, that is not empty.
 *
 * @param line the number of the (first) line, from 1 on
 * @param ownerOmitted whether it begins with a blank, which stands for the owner before
 */
public record ZoneEntry(int line, boolean ownerOmitted, List<ZoneToken> tokens) {}
