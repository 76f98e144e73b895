package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dnsbl.uri.RegisteredDomain;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one form of a check's outcome; what it is about comes from the profile, without its key. */
final class CheckedSubject implements BlocklistCheck {

    private static final int MOST_SHOWN = 8;

    private final Lookup lookup;
    private final ListStatus status;
    private final AnswerCodes found;
    private final List<String> reasons;
    private final @Nullable BlocklistError error;
    private final @Nullable DnsFailure failure;
    private final @Nullable NotAsked notAsked;
    private final boolean suspended;
    private final DnsSecurity security;

    private CheckedSubject(
            Lookup lookup,
            ListStatus status,
            AnswerCodes found,
            List<String> reasons,
            @Nullable BlocklistError error,
            @Nullable DnsFailure failure,
            @Nullable NotAsked notAsked,
            boolean suspended,
            DnsSecurity security) {
        this.lookup = lookup;
        this.status = status;
        this.found = found;
        this.reasons = reasons;
        this.error = error;
        this.failure = failure;
        this.notAsked = notAsked;
        this.suspended = suspended;
        this.security = security;
    }

    /** The subject is listed by these codes. */
    static CheckedSubject listed(Lookup lookup, AnswerCodes found, List<String> reasons, DnsSecurity security) {
        return new CheckedSubject(lookup, ListStatus.LISTED, found, reasons, null, null, null, false, security);
    }

    /** The list is in order, and says nothing that counts. */
    static CheckedSubject notListed(Lookup lookup, AnswerCodes found, DnsSecurity security) {
        return new CheckedSubject(lookup, ListStatus.NOT_LISTED, found, List.of(), null, null, null, false, security);
    }

    /** The list is of no use. */
    static CheckedSubject unusable(Lookup lookup, AnswerCodes found, BlocklistError error) {
        return without(lookup, ListStatus.UNUSABLE, found, error, null, null, false);
    }

    /** There was no answer; where the name servers refuse, that is what the list has come to. */
    static CheckedSubject failed(Lookup lookup, DnsFailure failure) {
        // RFC 8904 §5.1: who refuses says that the client is not welcome, and that somebody has to do something.
        return failure == DnsFailure.REFUSED
                ? without(lookup, ListStatus.UNUSABLE, AnswerCodes.NONE, BlocklistError.REFUSED, failure, null, false)
                : without(lookup, ListStatus.UNKNOWN, AnswerCodes.NONE, null, failure, null, false);
    }

    /** The list is suspended for what it did before. */
    static CheckedSubject suspended(Lookup lookup, @Nullable BlocklistError error, @Nullable DnsFailure failure) {
        BlocklistError known = error == null && failure == DnsFailure.REFUSED ? BlocklistError.REFUSED : error;
        ListStatus status = known == null ? ListStatus.UNKNOWN : ListStatus.UNUSABLE;
        return without(lookup, status, AnswerCodes.NONE, known, failure, null, true);
    }

    /** The list was not asked. */
    static CheckedSubject notAsked(Lookup lookup, NotAsked reason) {
        return without(lookup, ListStatus.NOT_ASKED, AnswerCodes.NONE, null, null, reason, false);
    }

    private static CheckedSubject without(
            Lookup lookup,
            ListStatus status,
            AnswerCodes found,
            @Nullable BlocklistError error,
            @Nullable DnsFailure failure,
            @Nullable NotAsked notAsked,
            boolean suspended) {
        return new CheckedSubject(
                lookup, status, found, List.of(), error, failure, notAsked, suspended, DnsSecurity.INDETERMINATE);
    }

    @Override
    public String list() {
        return lookup.profile().name();
    }

    @Override
    public String zone() {
        return lookup.profile().zone();
    }

    @Override
    public BlocklistPurpose purpose() {
        return lookup.profile().purpose();
    }

    @Override
    public BlocklistSubject subject() {
        return lookup.subject();
    }

    @Override
    public Set<SubjectSource> sources() {
        return lookup.sources();
    }

    @Override
    public Optional<RegisteredDomain> registeredDomain() {
        return Optional.ofNullable(lookup.registered());
    }

    @Override
    public ListStatus status() {
        return status;
    }

    @Override
    public List<ReturnCode> codes() {
        return status == ListStatus.LISTED ? found.listings() : List.of();
    }

    @Override
    public List<ReturnCode> remarks() {
        return found.remarks();
    }

    @Override
    public List<IpAddress> answers() {
        return found.addresses();
    }

    @Override
    public List<IpAddress> unknownCodes() {
        return found.unknown();
    }

    @Override
    public List<String> reasons() {
        return reasons;
    }

    @Override
    public Optional<BlocklistError> error() {
        return Optional.ofNullable(error);
    }

    @Override
    public Optional<DnsFailure> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Optional<NotAsked> notAsked() {
        return Optional.ofNullable(notAsked);
    }

    @Override
    public boolean isSuspended() {
        return suspended;
    }

    @Override
    public DnsSecurity security() {
        return security;
    }

    @Override
    public String explanation() {
        String list = lookup.profile().name();
        return switch (status) {
            case LISTED -> list + " lists " + subject() + " as " + named(codes()) + "." + quotedReasons();
            case NOT_LISTED -> list + " does not list " + subject() + "." + remarked();
            case UNUSABLE -> list + " is of no use for " + subject() + ": " + clause() + afterPause();
            case UNKNOWN -> list + " has no answer about " + subject() + ": " + clause() + afterPause();
            case NOT_ASKED -> list + " was not asked about " + subject() + ": " + clause() + ".";
        };
    }

    private String quotedReasons() {
        return reasons.isEmpty() ? "" : " The list says: \"" + String.join("\" \"", reasons) + "\".";
    }

    private String remarked() {
        String remarks = found.remarks().isEmpty() ? "" : " It remarks: " + named(found.remarks()) + ".";
        return found.unknown().isEmpty()
                ? remarks
                : remarks + " It answers with codes that its profile does not know: " + joined(found.unknown()) + ".";
    }

    private String afterPause() {
        return suspended ? "; it is not asked for a while." : ".";
    }

    private String clause() {
        if (error != null) {
            return error.clause();
        }
        return failure != null ? failure.sentence() : clause(Objects.requireNonNull(notAsked));
    }

    private static String clause(NotAsked reason) {
        return switch (reason) {
            case WRONG_KIND -> "it is a list of something else";
            case SPECIAL_ADDRESS -> "no host on the Internet has this address";
            case SPECIAL_NAME -> "no host on the Internet has this name";
            case NO_REGISTERED_DOMAIN -> "nobody can have registered it";
            case NAME_TOO_LONG -> "the name is too long";
            case KEY_MISSING -> "the list needs a key";
            case UNPROVEN -> "it is an allow list, and anybody can write this into a message";
            case LIMIT -> "a limit was reached before";
            case SHORT_CIRCUIT -> "other lists were enough";
        };
    }

    private static String named(List<ReturnCode> codes) {
        return codes.stream()
                .map(code -> code.name() + " (" + code.meaning() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String joined(List<IpAddress> addresses) {
        int more = addresses.size() - MOST_SHOWN;
        return addresses.stream().limit(MOST_SHOWN).map(IpAddress::toString).collect(Collectors.joining(", "))
                + (more > 0 ? ", and " + more + " more" : "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CheckedSubject that
                && lookup.equals(that.lookup)
                && status == that.status
                && found.equals(that.found)
                && reasons.equals(that.reasons)
                && error == that.error
                && failure == that.failure
                && notAsked == that.notAsked
                && suspended == that.suspended
                && security == that.security;
    }

    @Override
    public int hashCode() {
        return 31 * lookup.hashCode() + status.hashCode();
    }

    @Override
    public String toString() {
        return status + ": " + explanation();
    }
}
