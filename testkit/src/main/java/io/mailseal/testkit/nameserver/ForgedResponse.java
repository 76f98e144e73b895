package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A response that takes the place of the true one. Immutable: each method returns another.
 *
 * <pre>{@code
 * tree.question("_25._tcp.mx.mail.example", DnsType.TLSA)
 *     .forge(ForgedResponse.noError());                         // unsigned NODATA
 * tree.question("www.mail.example", DnsType.A)
 *     .forge(ForgedResponse.nxDomain().authority(
 *         ForgedRecords.of("mail.example", "mail.example", DnsType.SOA),
 *         ForgedRecords.of("example", "mail.example", DnsType.NSEC)));   // the zone above proves nothing here
 * }</pre>
 */
public final class ForgedResponse {

    private final List<BiConsumer<Response, SignedTree>> steps;

    private ForgedResponse(List<BiConsumer<Response, SignedTree>> steps) {
        this.steps = List.copyOf(steps);
    }

    /** NOERROR, with nothing in it: NODATA, as long as no answer is added. */
    public static ForgedResponse noError() {
        return rcode(Response.NO_ERROR);
    }

    /** NXDOMAIN, with nothing in it. */
    public static ForgedResponse nxDomain() {
        return rcode(Response.NAME_ERROR);
    }

    /** This response code, 0 to 15, with nothing in it. */
    public static ForgedResponse rcode(int rcode) {
        return new ForgedResponse(List.of((response, tree) -> response.fail(rcode)));
    }

    /** The true response to another question. */
    public static ForgedResponse of(String name, DnsType type) {
        DnsQuestion other = new DnsQuestion(DomainName.of(name), type);
        return new ForgedResponse(List.of((response, tree) -> {
            Response truth = tree.truth(other);
            response.fail(truth.rcode);
            response.answer.addAll(truth.answer);
            response.authority.addAll(truth.authority);
            response.renewBefore(truth.renewAt());
        }));
    }

    /** With these at the end of the answer section. */
    public ForgedResponse answer(ForgedRecords... records) {
        List<ForgedRecords> added = List.of(records);
        return and((response, tree) -> added.forEach(one -> one.into(response, response.answer, tree)));
    }

    /** With these at the end of the authority section. */
    public ForgedResponse authority(ForgedRecords... records) {
        List<ForgedRecords> added = List.of(records);
        return and((response, tree) -> added.forEach(one -> one.into(response, response.authority, tree)));
    }

    /** With the SOA record of a zone of the tree, and its signature, in the authority section. */
    public ForgedResponse soa(String apex) {
        return authority(ForgedRecords.of(apex, apex, DnsType.SOA));
    }

    private ForgedResponse and(BiConsumer<Response, SignedTree> step) {
        List<BiConsumer<Response, SignedTree>> more = new ArrayList<>(steps);
        more.add(step);
        return new ForgedResponse(more);
    }

    void into(Response response, SignedTree tree) {
        steps.forEach(step -> step.accept(response, tree));
    }
}
