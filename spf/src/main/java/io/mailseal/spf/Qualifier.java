package io.mailseal.spf;

/**
 * What a match means.
 *
 * @rfc 7208 4.6.2
 */
enum Qualifier {
    PASS(SpfStatus.PASS),
    FAIL(SpfStatus.FAIL),
    SOFTFAIL(SpfStatus.SOFTFAIL),
    NEUTRAL(SpfStatus.NEUTRAL);

    private final SpfStatus status;

    Qualifier(SpfStatus status) {
        this.status = status;
    }

    SpfStatus status() {
        return status;
    }
}
