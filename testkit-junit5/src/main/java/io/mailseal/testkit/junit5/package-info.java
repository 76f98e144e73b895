/** Tests of applications that handle mail, with JUnit 5. */
@NullMarked
package io.mailseal.testkit.junit5;

import org.jspecify.annotations.NullMarked;
