package io.mailseal.dnsbl;

import io.mailseal.core.authres.AuthenticationMethod;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.inbound.InboundCheck;
import io.mailseal.core.inbound.InboundContext;
import io.mailseal.core.inbound.InboundFinding;
import io.mailseal.core.inbound.InboundMethod;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The allow lists of a client as a method of an inbound server: they are asked about the address that the message came from, and
 * what they say is in the Authentication-Results field as {@code dnswl}. What SPF, DKIM and DMARC find stays as it is; what to
 * make of a message that fails there and comes from somebody good is the receiver's to decide. The detail of its finding is a
 * {@link DnswlFinding}.
 *
 * @rfc 8904 2
 */
public final class DnswlMethod implements InboundMethod {

    private final BlocklistClient client;

    private DnswlMethod(BlocklistClient client) {
        this.client = client;
    }

    /**
     * The allow lists of this client; its other lists are not asked.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static DnswlMethod of(BlocklistClient client) {
        Objects.requireNonNull(client, "client");
        if (client.profiles().stream().noneMatch(DnswlMethod::isAllowList)) {
            throw new IllegalArgumentException("no allow list among " + client.profiles());
        }
        return new DnswlMethod(client);
    }

    private static boolean isAllowList(BlocklistProfile profile) {
        return profile.purpose() == BlocklistPurpose.ALLOW;
    }

    @Override
    public String name() {
        return AuthenticationMethod.DNSWL.word();
    }

    @Override
    public InboundCheck begin(InboundContext context) {
        BlocklistRequest.Builder request = BlocklistRequest.builder();
        context.client().ifPresent(request::client);
        return new Check(request.build());
    }

    /** What is done with one message. */
    private final class Check implements InboundCheck {

        private final BlocklistRequest request;
        private @Nullable ListFinding finding;

        Check(BlocklistRequest request) {
            this.request = request;
        }

        @Override
        public Collection<DnsQuestion> questions() {
            return client.questions(request, DnswlMethod::isAllowList);
        }

        // The state of the lists is taken once, and not before the message is there: a client that sends no end would
        // keep the turn of those that try a suspended list.
        @Override
        public synchronized DnsEvaluation<InboundFinding> evaluation(List<MethodResult> before) {
            ListFinding known = finding;
            if (known == null) {
                RequestCheck rules = client.rules(request, DnswlMethod::isAllowList);
                known = new ListFinding(client, rules, ListFinding.Report.DNSWL);
                finding = known;
            }
            return known;
        }
    }
}
