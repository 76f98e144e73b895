package io.mailseal.dns;

import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.dns.SignatureCheck.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Type;

/**
 * The validation of one answer: every hop on the way to it, and what is at the end. The answer is as secure as the weakest
 * of these, and a failure if one of them is not proven.
 *
 * @rfc 4035 5
 */
final class Validation implements AnswerRules.Attempt {

    // A record set is signed by the zone that it is in; others may have been put there, or belong to aliases before it.
    private static final int MAX_SIGNERS = 3;

    /**
     * What is to be thought of one record set, or of its absence.
     *
     * @param cause why it is a failure; null if it is none
     * @param error what RFC 8914 says to this; 0 for nothing
     * @param ttl in seconds, how long this may be believed
     * @param noData whether a name that the server says is not there was proven to be there
     */
    private record Judgement(
            DnsSecurity security, @Nullable DnsFailure cause, int error, String reason, long ttl, boolean noData) {

        static Judgement secure(long ttl) {
            return new Judgement(DnsSecurity.SECURE, null, 0, "", ttl, false);
        }

        static Judgement insecure(int error, String reason, long ttl) {
            return new Judgement(DnsSecurity.INSECURE, null, error, reason, ttl, false);
        }

        static Judgement bogus(int error, String reason) {
            return new Judgement(DnsSecurity.BOGUS, DnsFailure.BOGUS, error, reason, 0, false);
        }

        static Judgement of(Zone.Broken zone) {
            DnsSecurity security = zone.cause() == DnsFailure.BOGUS ? DnsSecurity.BOGUS : DnsSecurity.INDETERMINATE;
            return new Judgement(security, zone.cause(), zone.error(), zone.reason(), 0, false);
        }

        Judgement butNoData() {
            return new Judgement(security, cause, error, reason, ttl, true);
        }
    }

    private final DnsQuestion question;
    private final ValidatedAnswers rules;
    private final Instant now;
    private final ValidationWork work;
    private final Signatures signatures;
    private final ZoneSearch zones;
    private final Set<ProofStep> steps = new LinkedHashSet<>();

    Validation(DnsQuestion question, ValidatedAnswers rules) {
        this.question = question;
        this.rules = rules;
        this.now = rules.clock().instant();
        this.work = new ValidationWork(rules.limits());
        this.signatures = new Signatures(now, work);
        this.zones = new ZoneSearch(rules, now, work, signatures);
    }

    /** What it has cost so far. */
    ValidationWork work() {
        return work;
    }

    @Override
    public AnswerRules.Answered answer(RawView raw) {
        steps.clear();
        zones.run(raw);
        zones.hint(WireName.of(question.name()));
        AnswerChain chain = AnswerChain.follow(question, raw);
        if (!(chain.end() instanceof AnswerChain.End.Broken)) {
            findZones(chain); // all that is missing, before anything is verified
        }
        return new AnswerRules.Answered(judged(chain), chain.octets(), List.copyOf(steps));
    }

    private void findZones(AnswerChain chain) {
        for (AnswerChain.Link link : chain.links()) {
            findZones(signed(link));
        }
        if (chain.end() instanceof AnswerChain.End.Records records) {
            findZones(records.signed());
        } else if (chain.end() instanceof AnswerChain.End.Nothing nothing) {
            List<Name> signers = deniers(nothing);
            signers.forEach(zones::signedBy);
            if (signers.isEmpty()) {
                Zone unused = zones.around(zoneName(nothing.name(), question.type()));
            }
        }
    }

    private void findZones(RecordSet set) {
        List<Name> signers = signers(List.of(set), set.owner(), set.type());
        signers.forEach(zones::signedBy);
        if (signers.isEmpty()) {
            Zone unused = zones.around(zoneName(set.owner(), new DnsType(set.type())));
        }
    }

    private DnsAnswer judged(AnswerChain chain) {
        List<DnsAlias> aliases = new ArrayList<>();
        if (chain.end() instanceof AnswerChain.End.Broken broken) {
            chain.links().forEach(link -> aliases.add(link.toAlias(DnsSecurity.INDETERMINATE)));
            DnsAnswer failed = DnsAnswer.failed(question, broken.cause())
                    .withReason(broken.reason())
                    .withAliases(aliases);
            return chain.extendedError().map(failed::withExtendedError).orElse(failed);
        }
        long ttl = Integer.MAX_VALUE; // RFC 2181 §8: no TTL is larger
        Judgement weakest = Judgement.secure(ttl);
        for (AnswerChain.Link link : chain.links()) {
            Judgement hop = noted(signed(link), judge(signed(link), link.response()));
            aliases.add(link.toAlias(hop.security()));
            if (hop.cause() != null) {
                return failed(hop, hop.cause(), aliases);
            }
            ttl = Math.min(ttl, Math.min(hop.ttl(), link.hop().ttl()));
            weakest = weaker(weakest, hop);
        }
        return atEnd(chain, aliases, ttl, weakest);
    }

    private DnsAnswer atEnd(AnswerChain chain, List<DnsAlias> aliases, long aliasTtl, Judgement aliasJudgement) {
        AnswerChain.End end = chain.end();
        Judgement last;
        DnsAnswer answer;
        if (end instanceof AnswerChain.End.Records records) {
            last = noted(records.signed(), judge(records.signed(), records.response()));
            answer = DnsAnswer.found(question, RecordData.of(records.set()));
        } else {
            AnswerChain.End.Nothing nothing = (AnswerChain.End.Nothing) end;
            last = noted(nothing, judge(nothing));
            boolean noSuchName = nothing.noSuchName() && !last.noData();
            answer = noSuchName ? DnsAnswer.noSuchName(question) : DnsAnswer.noData(question);
        }
        if (last.cause() != null) {
            return failed(last, last.cause(), aliases);
        }
        Judgement weakest = weaker(aliasJudgement, last);
        DnsAnswer judged = answer.withSecurity(last.security())
                .withAliases(aliases)
                .withReason(weakest.security() == DnsSecurity.SECURE ? "" : weakest.reason())
                .withTtl(Duration.ofSeconds(chain.left(Math.min(aliasTtl, last.ttl()))));
        return weakest.error() == 0 ? judged : judged.withExtendedError(ExtendedDnsError.of(weakest.error()));
    }

    private DnsAnswer failed(Judgement judgement, DnsFailure cause, List<DnsAlias> aliases) {
        List<DnsAlias> allowed = new ArrayList<>();
        for (DnsAlias alias : aliases) {
            boolean tooWeak = cause != DnsFailure.BOGUS && alias.security() == DnsSecurity.BOGUS;
            allowed.add(
                    tooWeak
                            ? new DnsAlias(alias.owner(), alias.type(), alias.target(), DnsSecurity.INDETERMINATE)
                            : alias);
        }
        DnsAnswer failed =
                DnsAnswer.failed(question, cause).withAliases(allowed).withReason(judgement.reason());
        return judgement.error() == 0 ? failed : failed.withExtendedError(ExtendedDnsError.of(judgement.error()));
    }

    private static Judgement weaker(Judgement one, Judgement other) {
        return one.security().weaker(other.security()) == one.security() ? one : other;
    }

    // RFC 4035 §5.3.4 leaves it to RFC 6672 §5.3: a CNAME that follows from a DNAME is as good as that is.
    private static RecordSet signed(AnswerChain.Link link) {
        return link.response().answers(link.hop().owner(), link.hop().type().code());
    }

    private Judgement judge(RecordSet set, Response response) {
        List<Name> signers = signers(List.of(set), set.owner(), set.type());
        if (signers.isEmpty()) {
            return unsigned(
                    zoneName(set.owner(), new DnsType(set.type())),
                    ExtendedDnsError.RRSIGS_MISSING,
                    set.signatures().isEmpty()
                            ? "without a signature"
                            : "signed in the name of zones that it is not in",
                    ttlOf(set));
        }
        Judgement first = null;
        for (Name signer : signers) {
            Judgement judgement = closest(judge(set, response, signer), signer, set.owner(), new DnsType(set.type()));
            if (judgement.cause() == null) {
                return judgement;
            }
            first = first == null ? judgement : first;
        }
        return orUnsigned(Objects.requireNonNull(first), set.owner(), new DnsType(set.type()), ttlOf(set));
    }

    // RFC 6840 §5.10: a zone above a trust anchor may be unsigned, or know only of an unsigned delegation. Below the
    // anchor that says nothing.
    private Judgement closest(Judgement judgement, Name signer, Name name, DnsType type) {
        return judgement.security() == DnsSecurity.INSECURE && zones.isAnchoredBelow(signer, zoneName(name, type))
                ? Judgement.bogus(
                        ExtendedDnsError.DNSSEC_BOGUS, "signed in the name of " + signer + ", above a trust anchor")
                : judgement;
    }

    // What was signed by a zone above proves nothing against one that is not signed: a denial for an alias, say, whose
    // target is below an unsigned delegation of the same zone (RFC 4035 §5.2).
    private Judgement orUnsigned(Judgement failure, Name name, DnsType type, long ttl) {
        if (failure.cause() != DnsFailure.BOGUS) {
            return failure;
        }
        Judgement unsigned = unsigned(zoneName(name, type), failure.error(), failure.reason(), ttl);
        return unsigned.cause() == null ? unsigned : failure;
    }

    private Judgement judge(RecordSet set, Response response, Name signer) {
        Zone zone = zones.signedBy(signer);
        steps.addAll(zone.proof());
        if (zone instanceof Zone.Broken broken) {
            return Judgement.of(broken);
        }
        if (zone instanceof Zone.Unsigned unsigned) {
            return Judgement.insecure(unsigned.error(), unsigned.reason(), ttlOf(set));
        }
        Zone.Signed signed = (Zone.Signed) zone;
        if (!signed.apex().equals(signer)) {
            return Judgement.bogus(
                    ExtendedDnsError.DNSSEC_BOGUS, "signed in the name of " + signer + ", which is no zone");
        }
        Verdict verdict = signatures.check(set, signed);
        if (verdict instanceof Verdict.Invalid invalid) {
            return Judgement.bogus(invalid.error(), invalid.reason());
        }
        Verdict.Valid valid = (Verdict.Valid) verdict;
        if (valid.isExpandedTo(set.owner()) && set.type() == Type.DNAME) {
            // RFC 6672 §3.3: what a wildcard DNAME means is undefined, and §7 warns of accepting one.
            return Judgement.bogus(ExtendedDnsError.DNSSEC_BOGUS, "a DNAME that was made from a wildcard");
        }
        return valid.isExpandedTo(set.owner())
                ? expanded(set, valid, signed, response)
                : new Judgement(
                        DnsSecurity.SECURE,
                        null,
                        0,
                        "signed by " + signer + " (" + valid.by() + ")",
                        valid.ttl(),
                        false);
    }

    // RFC 4035 §5.3.4: the wildcard counts only where nothing is closer to the name.
    private Judgement expanded(RecordSet set, Verdict.Valid valid, Zone.Signed zone, Response response) {
        DenialSet denial = DenialSet.of(response, zone, signatures, work);
        Denial.Proof proof = denial.prove(records -> records.noCloserMatch(set.owner(), valid.labels()));
        return denied(denial, proof, Math.min(valid.ttl(), denial.ttl()));
    }

    private Judgement judge(AnswerChain.End.Nothing nothing) {
        long ttl = nothing.response().negativeTtl(nothing.name()).orElse(0L);
        List<Name> deniers = deniers(nothing);
        if (deniers.isEmpty()) {
            return unsigned(
                    zoneName(nothing.name(), question.type()),
                    ExtendedDnsError.NSEC_MISSING,
                    "without a signed proof that there is nothing",
                    ttl);
        }
        Judgement first = null;
        for (Name denier : deniers) {
            Judgement judgement = closest(judge(nothing, denier, ttl), denier, nothing.name(), question.type());
            if (judgement.cause() == null) {
                return judgement;
            }
            first = first == null ? judgement : first;
        }
        return orUnsigned(Objects.requireNonNull(first), nothing.name(), question.type(), ttl);
    }

    private Judgement judge(AnswerChain.End.Nothing nothing, Name denier, long ttl) {
        Zone zone = zones.signedBy(denier);
        steps.addAll(zone.proof());
        if (zone instanceof Zone.Broken broken) {
            return Judgement.of(broken);
        }
        if (zone instanceof Zone.Unsigned unsigned) {
            return Judgement.insecure(unsigned.error(), unsigned.reason(), ttl);
        }
        Zone.Signed signed = (Zone.Signed) zone;
        if (!signed.apex().equals(denier)) {
            return Judgement.bogus(
                    ExtendedDnsError.DNSSEC_BOGUS, "denied in the name of " + denier + ", which is no zone");
        }
        DenialSet denial = DenialSet.of(nothing.response(), signed, signatures, work);
        long least = Math.min(ttl, denial.ttl());
        Denial.Proof noData = denial.prove(
                records -> records.noData(nothing.name(), question.type().code()));
        if (!nothing.noSuchName()) {
            return denied(denial, noData, least);
        }
        Denial.Proof noSuchName = denial.prove(records -> records.noSuchName(nothing.name()));
        // The proof counts, and not the RCODE, which nobody has signed: some servers deny the existence of names that
        // only have others below them.
        boolean butNoData = noSuchName.outcome() == Denial.Outcome.NOT_PROVEN && noData.isProven();
        return butNoData ? denied(denial, noData, least).butNoData() : denied(denial, noSuchName, least);
    }

    private Judgement denied(DenialSet denial, Denial.Proof proof, long ttl) {
        return switch (proof.outcome()) {
            case PROVEN -> new Judgement(DnsSecurity.SECURE, null, 0, proof.reason(), ttl, false);
            case INSECURE_DELEGATION, OPTED_OUT -> Judgement.insecure(0, proof.reason(), ttl);
            case TOO_MANY_ITERATIONS ->
                rules.insecureBeyondIterations()
                        ? Judgement.insecure(ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS, proof.reason(), ttl)
                        : Judgement.bogus(ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS, proof.reason());
            case TOO_MUCH_WORK -> Judgement.bogus(ExtendedDnsError.DNSSEC_BOGUS, proof.reason());
            case NOT_PROVEN -> Judgement.bogus(denial.error(), denial.reason(proof));
        };
    }

    // Where there is no signature, the name has to be in a zone that is proven to have none.
    private Judgement unsigned(Name name, int error, String reason, long ttl) {
        Zone zone = zones.around(name);
        steps.addAll(zone.proof());
        if (zone instanceof Zone.Broken broken) {
            return Judgement.of(broken);
        }
        if (zone instanceof Zone.Unsigned unsigned) {
            return Judgement.insecure(unsigned.error(), unsigned.reason(), ttl);
        }
        return Judgement.bogus(error, reason + ", but " + ((Zone.Signed) zone).apex() + " is a signed zone");
    }

    // The zones in whose name the absence of a name is signed.
    private List<Name> deniers(AnswerChain.End.Nothing nothing) {
        return signers(
                DenialSet.candidates(nothing.response()),
                nothing.name(),
                question.type().code());
    }

    // RFC 4035 §5.3.1: the zone that contains the records, so the deepest first. A delegation is in the zone above it.
    private static List<Name> signers(List<RecordSet> sets, Name name, int type) {
        Set<Name> signers = new LinkedHashSet<>();
        for (RecordSet set : sets) {
            for (RRSIGRecord signature : set.signatures()) {
                Name signer = signature.getSigner();
                boolean inside = name.subdomain(signer) && set.owner().subdomain(signer);
                boolean childSide = type == Type.DS && signer.equals(name) && !name.equals(Name.root);
                if (inside && !childSide) {
                    signers.add(signer);
                }
            }
        }
        return signers.stream()
                .sorted(Comparator.comparingInt(Name::labels).reversed())
                .limit(MAX_SIGNERS)
                .toList();
    }

    private static Name zoneName(Name name, DnsType type) {
        return type.equals(DnsType.DS) && !name.equals(Name.root) ? new Name(name, 1) : name;
    }

    private static long ttlOf(RecordSet set) {
        return set.records().stream().mapToLong(record -> record.getTTL()).min().orElse(0);
    }

    private Judgement noted(RecordSet set, Judgement judgement) {
        return noted(set.owner(), new DnsType(set.type()), judgement);
    }

    private Judgement noted(AnswerChain.End.Nothing nothing, Judgement judgement) {
        return noted(nothing.name(), question.type(), judgement);
    }

    private Judgement noted(Name name, DnsType type, Judgement judgement) {
        DnsQuestion about = new DnsQuestion(WireName.toDomainName(name), type);
        steps.add(new ProofStep(about, judgement.security(), judgement.reason()));
        return judgement;
    }
}
