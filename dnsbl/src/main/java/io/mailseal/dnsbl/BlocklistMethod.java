package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.inbound.InboundCheck;
import io.mailseal.core.inbound.InboundContext;
import io.mailseal.core.inbound.InboundFinding;
import io.mailseal.core.inbound.InboundMethod;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dnsbl.uri.ExtractionProblem;
import io.mailseal.dnsbl.uri.UriExtraction;
import io.mailseal.dnsbl.uri.UriExtractor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All lists of a client as a method of an inbound server: they are asked about the client's address, the names in the envelope
 * and the header, and the URIs in the body. The detail of its finding is a {@link BlocklistResult}, whose score the server makes
 * its own decisions by. Attachments and wallets are not looked for: whoever finds them asks lists of their digests by
 * {@link BlocklistRequest.Builder#file} and {@link BlocklistRequest.Builder#wallet}.
 *
 * <p>No method is registered for blocklists, and a reader of Authentication-Results should drop a field with a method that it does
 * not know. So nothing stands in that field unless {@link Builder#allowUnregisteredResults} says so.
 *
 * @rfc 8601 2.7.6
 */
public final class BlocklistMethod implements InboundMethod {

    /** The name in Authentication-Results, where it stands there. */
    public static final String NAME = ListResults.BLOCKLISTS;

    /** How much of a body is looked at unless something else is said: 1 MiB. */
    public static final int DEFAULT_BODY_OCTETS = 1 << 20;

    private final BlocklistClient client;
    private final UriExtractor extractor;
    private final TrustedHops trusted;
    private final Predicate<InboundContext> authenticated;
    private final Function<InboundContext, Optional<DomainName>> reverseName;
    private final int bodyOctets;
    private final boolean reporting;

    private BlocklistMethod(Builder builder) {
        this.client = builder.client;
        this.extractor = builder.extractor;
        this.trusted = builder.trusted;
        this.authenticated = builder.authenticated;
        this.reverseName = builder.reverseName;
        this.bodyOctets = builder.bodyOctets;
        this.reporting = builder.reporting;
    }

    /** Begins to make one that asks the lists of this client. */
    public static Builder builder(BlocklistClient client) {
        return new Builder(client);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public InboundCheck begin(InboundContext context) {
        return new Check(context);
    }

    private BlocklistRequest.Builder envelope(InboundContext context) {
        BlocklistRequest.Builder request = BlocklistRequest.builder();
        context.client().ifPresent(authenticated.test(context) ? request::authenticatedClient : request::client);
        reverseName.apply(context).ifPresent(request::reverseName);
        return request.helo(context.helo())
                .mailFrom(context.mailFrom())
                .header(context.header())
                .received(context.header(), trusted);
    }

    /** What is done with one message. */
    private final class Check implements InboundCheck {

        private final InboundContext context;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean cut;
        private @Nullable ListFinding finding;

        Check(InboundContext context) {
            this.context = context;
        }

        @Override
        public Collection<DnsQuestion> questions() {
            return client.questions(envelope(context).build(), profile -> true);
        }

        @Override
        public boolean wantsBody() {
            return bodyOctets > 0;
        }

        @Override
        public void update(byte[] octets, int offset, int length) {
            int kept = Math.min(length, bodyOctets - body.size());
            body.write(octets, offset, kept);
            cut |= kept < length;
        }

        // The state of the lists is taken once, so that the rules stay the same however often they are wanted.
        @Override
        public synchronized DnsEvaluation<InboundFinding> evaluation(List<MethodResult> before) {
            ListFinding known = finding;
            if (known == null) {
                BlocklistRequest request = envelope(context).uris(uris()).build();
                ListFinding.Report report = reporting ? ListFinding.Report.BLOCKLISTS : ListFinding.Report.NOTHING;
                known = new ListFinding(client, client.rules(request, profile -> true), report);
                finding = known;
            }
            return known;
        }

        private UriExtraction uris() {
            UriExtraction found = extracted();
            if (!cut) {
                return found;
            }
            Set<ExtractionProblem> problems = EnumSet.of(ExtractionProblem.MESSAGE_CUT);
            problems.addAll(found.problems());
            return new UriExtraction(found.uris(), problems);
        }

        private UriExtraction extracted() {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.writeBytes(context.header().raw().toByteArray());
            message.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            message.writeBytes(body.toByteArray());
            try {
                return extractor.extract(MessageReader.strict().read(message.toByteArray()));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible); // it is all in memory
            }
        }
    }

    /** Makes a method. Not for use by several threads. */
    public static final class Builder {

        private final BlocklistClient client;
        private UriExtractor extractor = UriExtractor.builder().build();
        private TrustedHops trusted = TrustedHops.newest(0);
        private Predicate<InboundContext> authenticated = context -> false;
        private Function<InboundContext, Optional<DomainName>> reverseName = context -> Optional.empty();
        private int bodyOctets = DEFAULT_BODY_OCTETS;
        private boolean reporting;

        private Builder(BlocklistClient client) {
            this.client = Objects.requireNonNull(client, "client");
        }

        /** How URIs are found in the body; by default by an extractor with its defaults. */
        public Builder uriExtractor(UriExtractor newExtractor) {
            extractor = Objects.requireNonNull(newExtractor, "extractor");
            return this;
        }

        /** Also asks about the clients in the Received fields of these hops; by default of none. */
        public Builder received(TrustedHops hops) {
            trusted = Objects.requireNonNull(hops, "hops");
            return this;
        }

        /**
         * Which clients have logged in: codes for dynamic addresses mean nothing then. By default none has, as at a host that
         * takes mail for others alone.
         *
         * @param newAuthenticated pure and quick
         */
        public Builder authenticatedClients(Predicate<InboundContext> newAuthenticated) {
            authenticated = Objects.requireNonNull(newAuthenticated, "authenticated");
            return this;
        }

        /**
         * Also asks about the name of the client's address, as far as the server knows it: most look it up when the client
         * connects. Only a name whose own addresses confirm it ({@link SubjectSource#REVERSE_DNS}). By default none is known, and
         * nothing is looked up here.
         *
         * @param newReverseName pure and quick
         */
        public Builder reverseName(Function<InboundContext, Optional<DomainName>> newReverseName) {
            reverseName = Objects.requireNonNull(newReverseName, "reverseName");
            return this;
        }

        /**
         * How many octets of the body are kept and looked at; with 0 the body is not looked at. Where there are more, the
         * finding says so: {@link ExtractionProblem#MESSAGE_CUT}.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder bodyOctets(int octets) {
            if (octets < 0) {
                throw new IllegalArgumentException("a negative number of octets");
            }
            bodyOctets = octets;
            return this;
        }

        /**
         * Writes what is listed into the Authentication-Results field, as {@code x-dnsbl=fail}: a method that is not registered.
         * Only for those whose readers of the field are all their own, and know it.
         *
         * @rfc 8601 2.7.6
         */
        public Builder allowUnregisteredResults() {
            reporting = true;
            return this;
        }

        /** The method. */
        public BlocklistMethod build() {
            return new BlocklistMethod(this);
        }
    }
}
