/**
 * The syntax of master files: lines, tokens and fields, for all that reads zones here. Not exported.
 *
 * @rfc 1035 5.1
 */
@NullMarked
package io.mailseal.testkit.zonefile;

import org.jspecify.annotations.NullMarked;
