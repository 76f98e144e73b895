package io.mailseal.inbound;

/** Why an address does not pass. */
public enum IprevProblem {
    /** The reverse name of the address does not exist. */
    NO_SUCH_NAME(IprevStatus.PERMERROR),
    /** The reverse name of the address exists, and has no PTR record. */
    NO_POINTER(IprevStatus.PERMERROR),
    /** None of the names has the address. */
    NO_NAME_CONFIRMED(IprevStatus.FAIL),
    /** None of the names that were looked at has the address, and there are more names than may be looked at. */
    TOO_MANY_NAMES(IprevStatus.FAIL),
    /** The names of the address could not be looked up. */
    REVERSE_LOOKUP_FAILED(IprevStatus.TEMPERROR),
    /** No name has the address, and the addresses of at least one could not be looked up. */
    FORWARD_LOOKUP_FAILED(IprevStatus.TEMPERROR);

    private final IprevStatus status;

    IprevProblem(IprevStatus status) {
        this.status = status;
    }

    /** The status of an address with this problem. */
    public IprevStatus status() {
        return status;
    }
}
