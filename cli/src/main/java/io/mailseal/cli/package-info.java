/** The program mailseal: what the library can do, for the command line. Not an API. */
@NullMarked
package io.mailseal.cli;

import org.jspecify.annotations.NullMarked;
