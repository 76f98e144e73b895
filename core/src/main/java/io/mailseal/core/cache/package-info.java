/**
 * What several protocols use to keep what was parsed before. For the modules of Mailseal alone: exported to them by name,
 * and free to change.
 */
@NullMarked
package io.mailseal.core.cache;

import org.jspecify.annotations.NullMarked;
