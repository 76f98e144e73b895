/**
 * What tests of applications that handle mail need: DNS zones by annotation, signed messages, scenarios, assertions.
 */
module io.mailseal.testkit.junit5 {
    requires transitive io.mailseal.core;
    requires transitive io.mailseal.dkim;
    requires transitive io.mailseal.inbound;
    requires transitive io.mailseal.testkit;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.mailseal.testkit.junit5;
}
