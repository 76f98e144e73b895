package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Optional;
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

    private DmarcRequest(
            List<DomainName> authorDomains,
            DmarcProblem.@Nullable Kind authorProblem,
            List<AuthenticationEvidence> evidence) {
        this.authorDomains = List.copyOf(authorDomains);
        this.authorProblem = authorProblem;
        this.evidence = List.copyOf(evidence);
    }

    /** A message whose From field names this one domain. */
    public static DmarcRequest of(DomainName authorDomain, List<AuthenticationEvidence> evidence) {
        return new DmarcRequest(List.of(authorDomain), null, evidence);
    }

    /**
     * A message whose From field DMARC can't work with. The result is permerror, which the receiver should not treat as if
     * DMARC did not apply.
     *
     * @param problem NO_AUTHOR, SEVERAL_AUTHORS or UNREADABLE_AUTHOR
     * @param authorDomains what domains could be read, for the record
     * @throws IllegalArgumentException for another problem
     */
    public static DmarcRequest withoutUsableAuthor(
            DmarcProblem.Kind problem, List<DomainName> authorDomains, List<AuthenticationEvidence> evidence) {
        switch (problem) {
            case NO_AUTHOR, SEVERAL_AUTHORS, UNREADABLE_AUTHOR -> {
                return new DmarcRequest(authorDomains, problem, evidence);
            }
            default -> throw new IllegalArgumentException(problem + " is no problem of an author");
        }
    }

    /** The author domain, if the message has exactly one. */
    public Optional<DomainName> authorDomain() {
        return authorProblem == null ? Optional.of(authorDomains.get(0)) : Optional.empty();
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

    @Override
    public boolean equals(Object other) {
        return other instanceof DmarcRequest that
                && authorDomains.equals(that.authorDomains)
                && authorProblem == that.authorProblem
                && evidence.equals(that.evidence);
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
