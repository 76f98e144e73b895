/** DNS blocklists and allow lists. */
@NullMarked
package io.mailseal.dnsbl;

import org.jspecify.annotations.NullMarked;
