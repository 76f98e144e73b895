/** Text for programs: what results say of themselves, in one form. For the artifacts of Mailseal alone. */
@NullMarked
package io.mailseal.core.json;

import org.jspecify.annotations.NullMarked;
