package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What DMARC needs to know of a message: whose it claims to be, and what was authenticated.
 *
 * @rfc 9989 5.3
 */
public final class DmarcRequest {

    private final List<DomainName> authorDomains;
    private final DmarcProblem.@Nullable Kind authorProblem;
    private final List<AuthenticationEvidence> evidence;
    private final boolean otherEvidence;
    private final @Nullable Integer draw;

    private DmarcRequest(
            List<DomainName> authorDomains,
            DmarcProblem.@Nullable Kind authorProblem,
            List<AuthenticationEvidence> evidence,
            boolean otherEvidence,
            @Nullable Integer draw) {
        this.authorDomains = List.copyOf(authorDomains);
        this.authorProblem = authorProblem;
        this.evidence = List.copyOf(evidence);
        this.otherEvidence = otherEvidence;
        this.draw = draw;
    }

    /** A message whose From field names this one domain. */
    public static DmarcRequest of(DomainName authorDomain, List<AuthenticationEvidence> evidence) {
        return new DmarcRequest(List.of(authorDomain), null, evidence, false, null);
    }

    /**
     * A message whose From field DMARC can't work with. The result is permerror, which the receiver should not treat as
     * if DMARC did not apply.
     *
     * @param problem NO_AUTHOR, SEVERAL_AUTHORS, SEVERAL_FROM_FIELDS or UNREADABLE_AUTHOR
     * @param authorDomains what domains could be read, for the record
     * @throws IllegalArgumentException for another problem
     */
    public static DmarcRequest withoutUsableAuthor(
            DmarcProblem.Kind problem, List<DomainName> authorDomains, List<AuthenticationEvidence> evidence) {
        switch (problem) {
            case NO_AUTHOR, SEVERAL_AUTHORS, SEVERAL_FROM_FIELDS, UNREADABLE_AUTHOR -> {
                return new DmarcRequest(authorDomains, problem, evidence, false, null);
            }
            default -> throw new IllegalArgumentException(problem + " is no problem of an author");
        }
    }

    /**
     * The same message, against which the receiver knows more than that it fails DMARC: what it has seen of this sender
     * before, what a filter says of the content. With that a policy of reject may be followed to the letter.
     *
     * @rfc 9989 7.4
     */
    public DmarcRequest withOtherEvidence() {
        return new DmarcRequest(authorDomains, authorProblem, evidence, true, draw);
    }

    /**
     * The same message, for which this lot was drawn: RFC 7489 applies a policy to messages whose number is below the
     * percentage of the record, and the next lower one to all others. Without a number, only a percentage of 100
     * applies. RFC 9989 knows no percentage, so by the tree walk this changes nothing.
     *
     * @param number 0 to 99, each as probable as the others
     * @throws IllegalArgumentException for another number
     * @rfc 7489 6.6.4
     */
    public DmarcRequest withDraw(int number) {
        if (number < 0 || number > 99) {
            throw new IllegalArgumentException("not of 0 to 99: " + number);
        }
        return new DmarcRequest(authorDomains, authorProblem, evidence, otherEvidence, number);
    }

    /** The author domain, if the message has exactly one. */
    public Optional<DomainName> authorDomain() {
        return authorProblem == null ? Optional.of(authorDomains.get(0)) : Optional.empty();
    }

    /** This message as if it had but this author domain. */
    DmarcRequest onlyFrom(DomainName author) {
        return new DmarcRequest(List.of(author), null, evidence, otherEvidence, draw);
    }

    /** All domains that were read from the From field. */
    public List<DomainName> authorDomains() {
        return authorDomains;
    }

    /** Why there is no author domain. */
    public Optional<DmarcProblem.Kind> authorProblem() {
        return Optional.ofNullable(authorProblem);
    }

    /** What was authenticated, or was not. */
    public List<AuthenticationEvidence> evidence() {
        return evidence;
    }

    /** Whether the receiver knows more against the message. */
    public boolean hasOtherEvidence() {
        return otherEvidence;
    }

    /** The lot that was drawn for the percentage of RFC 7489. */
    public OptionalInt draw() {
        return draw == null ? OptionalInt.empty() : OptionalInt.of(draw);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DmarcRequest that
                && authorDomains.equals(that.authorDomains)
                && authorProblem == that.authorProblem
                && evidence.equals(that.evidence)
                && otherEvidence == that.otherEvidence
                && draw().equals(that.draw());
    }

    @Override
    public int hashCode() {
        return 31 * authorDomains.hashCode() + evidence.hashCode();
    }

    @Override
    public String toString() {
        return (authorProblem == null ? "" : authorProblem + " ") + authorDomains + " " + evidence;
    }
}
