package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.inbound.InboundContext;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.dkim.DkimCheck;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.SpfRequest;
import io.mailseal.spf.SpfResult;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way in, step by step: its envelope, its header, its body, and then the rules for all of it. For one
 * thread at a time. There is one time for all, and the From field is read once.
 *
 * @rfc 5321 3.3
 */
final class MailTransaction {

    private static final int CHUNK = 8192;

    private final InboundSettings settings;
    private final SmtpEnvelope envelope;
    private final Instant now;
    private final @Nullable Integer draw;
    private final @Nullable DnsEvaluation<SpfResult> spf;
    private final @Nullable DnsEvaluation<SpfResult> spfHelo;
    private final @Nullable ReverseLookup iprev;

    private @Nullable EnvelopeResults settled;
    private @Nullable HeaderBlock header;
    private @Nullable AuthorAddresses author;
    private @Nullable DkimCheck dkim;
    private List<JoiningMethod> methods = List.of();
    private @Nullable VerdictEvaluation evaluation;

    MailTransaction(InboundSettings settings, SmtpEnvelope envelope) {
        this.settings = settings;
        this.envelope = envelope;
        this.now = settings.clock().instant();
        this.draw = settings.draws() == null ? null : lot(settings.draws());
        IpAddress client = envelope.client().orElse(null);
        this.spf = client == null ? null : spf(SpfRequest.mailFrom(client, envelope.helo(), envelope.mailFrom()));
        this.spfHelo = client == null || envelope.helo().isEmpty() || !settings.helo()
                ? null
                : spf(SpfRequest.helo(client, envelope.helo()));
        this.iprev = client == null || settings.iprev() == null
                ? null
                : settings.iprev().lookup(client);
    }

    private static int lot(IntSupplier draws) {
        int lot = draws.getAsInt();
        if (lot < 0 || lot > 99) {
            throw new IllegalArgumentException("a lot is a number from 0 to 99: " + lot);
        }
        return lot;
    }

    private DnsEvaluation<SpfResult> spf(SpfRequest request) {
        return settings.spf().evaluation(request, now);
    }

    SmtpEnvelope envelope() {
        return envelope;
    }

    // ---- the envelope ----

    /** The rules of SPF for MAIL FROM, if the client is known. */
    Optional<DnsEvaluation<SpfResult>> spf() {
        return Optional.ofNullable(spf);
    }

    /** The rules of SPF for HELO, if it and the client are known, and it is wanted. */
    Optional<DnsEvaluation<SpfResult>> spfHelo() {
        return Optional.ofNullable(spfHelo);
    }

    /** The rules of the reverse lookup, if the client is known, and it is wanted. */
    Optional<DnsEvaluation<IprevResult>> iprev() {
        return Optional.ofNullable(iprev);
    }

    /** What came of these, if they were evaluated before the message. */
    void settle(EnvelopeResults results) {
        settled = results;
    }

    // ---- the header ----

    /** Takes the header: once. */
    void header(HeaderBlock newHeader) {
        AuthorAddresses read = AuthorAddresses.of(newHeader);
        header = newHeader;
        author = read;
        dkim = settings.dkim().prepare(newHeader, now);
        methods = settings.methods().isEmpty() ? List.of() : methods(context(newHeader, read));
    }

    boolean hasHeader() {
        return header != null;
    }

    private InboundContext context(HeaderBlock newHeader, AuthorAddresses read) {
        InboundContext context = InboundContext.of(newHeader, now);
        if (envelope.client().isPresent()) {
            context = context.withEnvelope(envelope.client().get(), envelope.helo(), envelope.mailFrom());
        }
        if (read.authorDomain().isPresent()) {
            context = context.withAuthorDomain(read.authorDomain().get());
        }
        return settings.receiver() == null ? context : context.withReceiver(settings.receiver());
    }

    private List<JoiningMethod> methods(InboundContext context) {
        return settings.methods().stream()
                .map(method -> new JoiningMethod(method, context))
                .toList();
    }

    /**
     * What will probably be asked, the most needed first: there is a limit for hints. Those of the envelope are among them;
     * one may be there twice.
     */
    List<DnsQuestion> questions() {
        List<DnsQuestion> questions = new ArrayList<>(keyQuestions());
        senderDomain().map(DnsQuestion::txt).ifPresent(questions::add);
        questions.addAll(policyQuestions());
        if (spfHelo != null) {
            DomainName.parse(envelope.helo())
                    .filter(name -> name.labelCount() > 1)
                    .map(DnsQuestion::txt)
                    .ifPresent(questions::add);
        }
        if (iprev != null) {
            questions.add(iprev.question());
        }
        methods.forEach(method -> questions.addAll(method.questions()));
        return questions;
    }

    /** The same without those of the envelope. */
    List<DnsQuestion> questionsOfMessage() {
        List<DnsQuestion> questions = new ArrayList<>(keyQuestions());
        questions.addAll(policyQuestions());
        methods.forEach(method -> questions.addAll(method.questions()));
        return questions;
    }

    private Collection<DnsQuestion> keyQuestions() {
        return Objects.requireNonNull(dkim).keyQuestions();
    }

    private List<DnsQuestion> policyQuestions() {
        Set<DomainName> identifiers = new LinkedHashSet<>();
        senderDomain().ifPresent(identifiers::add);
        identifiers.addAll(Objects.requireNonNull(dkim).signingDomains());
        return Objects.requireNonNull(author)
                .authorDomain()
                .map(domain -> settings.dmarc().questions(domain, identifiers))
                .orElse(List.of());
    }

    // Whose SPF record will be asked for, as far as can be told without the rules of SPF: a hint.
    private Optional<DomainName> senderDomain() {
        if (spf == null) {
            return Optional.empty();
        }
        String mailFrom = envelope.mailFrom();
        return DomainName.ofUnicode(
                mailFrom.isEmpty() ? envelope.helo() : mailFrom.substring(mailFrom.lastIndexOf('@') + 1));
    }

    // ---- the body ----

    /** Whether any result depends on it. */
    boolean needsBody() {
        return Objects.requireNonNull(dkim).needsBody() || methods.stream().anyMatch(JoiningMethod::wantsBody);
    }

    /** Takes the body from a stream; none of it if no result depends on it. */
    void update(InputStream body) throws IOException {
        if (methods.isEmpty()) {
            Objects.requireNonNull(dkim).update(body);
        } else if (needsBody()) {
            byte[] chunk = new byte[CHUNK];
            for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
                update(chunk, 0, count);
            }
        }
    }

    /** Takes the next octets of the body. */
    void update(byte[] octets, int offset, int length) {
        Objects.requireNonNull(dkim).update(octets, offset, length);
        for (JoiningMethod method : methods) {
            method.update(octets, offset, length);
        }
    }

    /** The rules, for the body that has come, which is taken to be all of it. */
    VerdictEvaluation evaluation() {
        VerdictEvaluation ready = evaluation;
        if (ready == null) {
            EnvelopeResults known = settled;
            ready = known == null
                    ? evaluation(listOf(spf), listOf(spfHelo), listOf(iprev))
                    : evaluation(settled(known.spf()), settled(known.spfHelo()), settled(known.iprev()));
            evaluation = ready;
        }
        return ready;
    }

    private VerdictEvaluation evaluation(
            List<DnsEvaluation<SpfResult>> ofSpf,
            List<DnsEvaluation<SpfResult>> ofHelo,
            List<DnsEvaluation<IprevResult>> ofIprev) {
        AuthorPart authorPart = new AuthorPart(
                Objects.requireNonNull(author),
                ofSpf,
                Objects.requireNonNull(dkim).evaluation(),
                settings.dmarc(),
                draw);
        return new VerdictEvaluation(envelope, authorPart, ofHelo, ofIprev, methods);
    }

    private static <R> List<DnsEvaluation<R>> listOf(@Nullable DnsEvaluation<R> part) {
        return part == null ? List.of() : List.of(part);
    }

    private static <R> List<DnsEvaluation<R>> settled(@Nullable R result) {
        return result == null ? List.of() : List.of(new Settled<>(result));
    }

    // ---- the end ----

    /**
     * Tells the listener. What it throws is its own affair, whatever it is.
     *
     * @param usage of the session in which all was evaluated that was not settled before; only asked for if somebody listens
     */
    @SuppressWarnings("EmptyCatch")
    void tell(InboundResult result, Supplier<DnsUsage> usage) {
        InboundListener listener = settings.listener();
        if (listener == null) {
            return;
        }
        DnsUsage ofSession = usage.get();
        try {
            HeaderBlock known = Objects.requireNonNull(header);
            DnsUsage whole = settled == null ? ofSession : settled.usage().plus(ofSession);
            listener.authenticated(new InboundEvent(now, known, settings.receiver(), result, whole));
        } catch (Throwable dropped) {
            // See above.
        }
    }
}
