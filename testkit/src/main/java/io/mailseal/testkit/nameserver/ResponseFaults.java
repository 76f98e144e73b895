package io.mailseal.testkit.nameserver;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is to be wrong with the response to a question, or to many. Each method adds to those before, in their order,
 * takes effect at once, and returns this. Where several apply to one question, only those of the most particular do:
 * the question's, else the type's, else those for every question. May be used by several threads, while the tree is in
 * use.
 */
public final class ResponseFaults {

    private final FaultList<Response> faults;
    private final SignedTree tree;

    ResponseFaults(FaultList<Response> faults, SignedTree tree) {
        this.faults = faults;
        this.tree = tree;
    }

    /** SERVFAIL, and nothing else. */
    public ResponseFaults servfail() {
        return rcode(Response.SERVER_FAILURE);
    }

    /** REFUSED, and nothing else. */
    public ResponseFaults refused() {
        return rcode(Response.REFUSED);
    }

    /** This response code (0 to 15), and no records. */
    public ResponseFaults rcode(int rcode) {
        return add(response -> response.fail(rcode));
    }

    /**
     * An extended error beside whatever is said.
     *
     * @rfc 8914 2
     */
    public ResponseFaults extendedError(int code, String text) {
        return add(response -> response.errors.add(new Response.ExtendedError(code, text)));
    }

    /** No response at all. */
    public ResponseFaults silent() {
        return add(response -> response.silent = true);
    }

    /**
     * The response comes later by that much; {@link SignedTree#answer} does not wait, a {@link LoopbackNameServer}
     * does.
     */
    public ResponseFaults delay(Duration delay) {
        return add(response -> response.delay = delay);
    }

    /** As from a resolver that knows nothing of DNSSEC: no signatures and no proofs, whatever was asked for. */
    public ResponseFaults stripDnssec() {
        return add(response -> response.dnssec = false);
    }

    /** As from a server that knows nothing of EDNS: no OPT record, thus no DNSSEC either. */
    public ResponseFaults withoutEdns() {
        return add(response -> {
            response.edns = false;
            response.dnssec = false;
        });
    }

    /** Truncated, with no records, over UDP. */
    public ResponseFaults truncated() {
        return add(response -> response.truncated = true);
    }

    /** With the AD bit. */
    public ResponseFaults authenticated() {
        return add(response -> response.authenticated = true);
    }

    /**
     * Without the NSEC and NSEC3 records that are there for one of these reasons, also where they serve another, too.
     */
    public ResponseFaults withhold(DenialPart first, DenialPart... more) {
        List<DenialPart> others = Arrays.asList(more.clone());
        return add(response -> response.authority.removeIf(placed ->
                placed.parts().contains(first) || placed.parts().stream().anyMatch(others::contains)));
    }

    /** Without any NSEC or NSEC3 record. */
    public ResponseFaults withholdProofs() {
        return add(response -> response.authority.removeIf(
                placed -> RecordTypes.isDenial(placed.set().type())));
    }

    /** Other proofs in place of all NSEC and NSEC3 records, such as true ones of another name or zone. */
    public ResponseFaults replaceProofs(ForgedRecords... proofs) {
        withholdProofs();
        return addAuthority(proofs);
    }

    /** More records at the end of the answer section. */
    public ResponseFaults addAnswer(ForgedRecords... records) {
        List<ForgedRecords> added = List.of(records);
        return add(response -> added.forEach(one -> one.into(response, response.answer, tree)));
    }

    /** More records at the end of the authority section. */
    public ResponseFaults addAuthority(ForgedRecords... records) {
        List<ForgedRecords> added = List.of(records);
        return add(response -> added.forEach(one -> one.into(response, response.authority, tree)));
    }

    /** More records at the end of the additional section. */
    public ResponseFaults addAdditional(ForgedRecords... records) {
        List<ForgedRecords> added = List.of(records);
        return add(response -> added.forEach(one -> one.into(response, response.additional, tree)));
    }

    /** Another response in place of the true one. */
    public ResponseFaults forge(ForgedResponse forged) {
        return add(response -> forged.into(response, tree));
    }

    /** Takes back what was said here. */
    public ResponseFaults heal() {
        faults.clear();
        return this;
    }

    private ResponseFaults add(Consumer<Response> fault) {
        faults.add(fault);
        return this;
    }
}
