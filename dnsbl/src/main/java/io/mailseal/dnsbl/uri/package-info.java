/** The URIs in a message. */
@NullMarked
package io.mailseal.dnsbl.uri;

import org.jspecify.annotations.NullMarked;
