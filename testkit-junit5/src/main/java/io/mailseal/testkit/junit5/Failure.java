package io.mailseal.testkit.junit5;

import java.util.Locale;
import org.opentest4j.AssertionFailedError;

/** How an assertion fails: what was wanted, what there is, and why. */
final class Failure {

    private Failure() {}

    /** With the values, for tools that show them side by side. */
    static AssertionFailedError of(String wanted, Object expected, Object actual, String why) {
        return new AssertionFailedError(
                "expected " + wanted + ", but it is " + shown(actual) + ":" + why, expected, actual);
    }

    /** The statuses are enums that are named like their words. */
    static String shown(Object value) {
        return value instanceof Enum<?> status ? status.name().toLowerCase(Locale.ROOT) : value.toString();
    }
}
