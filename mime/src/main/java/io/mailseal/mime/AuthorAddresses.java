package io.mailseal.mime;

import io.mailseal.core.DomainName;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The authors of a message: all addresses of its From field, and whether they have one domain.
 *
 * <p>Reading is strict. There must be one From field ({@code From :} and a first line {@code  From:} are counted, too), it
 * must keep the grammar of RFC 5322 with its obsolete forms and of RFC 6532, and each domain must be one that mail could
 * use: labels of letters, digits, underscores and inner hyphens, valid A-labels, no dot at the end. U-labels become
 * A-labels. Anything else is an outcome with a name, and nobody's address is guessed.
 *
 * <p>The addresses that could be read are given with every outcome, for reports; only {@link #authorDomain} says for whom
 * a policy may be looked up.
 *
 * @rfc 5322 3.6.2
 * @rfc 6854 2.1
 * @rfc 9989 5.3.1
 */
public final class AuthorAddresses {

    // How many domains an explanation names.
    private static final int NAMED = 3;

    private final List<AuthorAddress> addresses;
    private final @Nullable AuthorProblem problem;
    private final String explanation;

    private AuthorAddresses(List<AuthorAddress> addresses, @Nullable AuthorProblem problem, String explanation) {
        this.addresses = List.copyOf(addresses);
        this.problem = problem;
        this.explanation = explanation;
    }

    /** The authors of the message with this header, within {@link AuthorLimits#DEFAULT}. */
    public static AuthorAddresses of(HeaderBlock header) {
        return of(header, AuthorLimits.DEFAULT);
    }

    /** The same within other limits. */
    public static AuthorAddresses of(HeaderBlock header, AuthorLimits limits) {
        if (header.isTruncated()) {
            return none(AuthorProblem.HEADER_TRUNCATED, "The header is too large, and was not read to its end.");
        }
        List<HeaderField> fields = header.fields("From");
        int hidden = HiddenFrom.count(header);
        if (fields.size() + hidden > 1) {
            return ofSeveral(fields, hidden, limits);
        }
        if (hidden > 0) {
            return none(AuthorProblem.HIDDEN_FIELD, "There is no From field, but something that may be taken for one.");
        }
        if (fields.isEmpty()) {
            return none(AuthorProblem.NO_FROM, "There is no From field.");
        }
        return ofOne(AuthorField.read(fields.get(0), limits));
    }

    private static AuthorAddresses none(AuthorProblem problem, String explanation) {
        return new AuthorAddresses(List.of(), problem, explanation);
    }

    private static AuthorAddresses ofOne(AuthorField field) {
        if (field.problem().isPresent()) {
            return new AuthorAddresses(field.addresses(), field.problem().get(), field.reason());
        }
        List<DomainName> domains = domains(field.addresses());
        return domains.size() == 1
                ? new AuthorAddresses(field.addresses(), null, "The author domain is " + domains.get(0) + ".")
                : new AuthorAddresses(
                        field.addresses(),
                        AuthorProblem.SEVERAL_DOMAINS,
                        "The From field has addresses of " + named(domains) + ".");
    }

    private static AuthorAddresses ofSeveral(List<HeaderField> fields, int hidden, AuthorLimits limits) {
        List<AuthorAddress> addresses = new ArrayList<>();
        for (HeaderField field : fields) {
            addresses.addAll(AuthorField.read(field, limits).addresses());
            if (addresses.size() > limits.addresses()) {
                addresses.subList(limits.addresses(), addresses.size()).clear();
                break;
            }
        }
        List<DomainName> domains = domains(addresses);
        String explanation = "There are " + (fields.size() + hidden) + " From fields"
                + (hidden > 0 ? ", counting " + hidden + " that not every reader sees" : "")
                + (domains.isEmpty() ? "." : ", with addresses of " + named(domains) + ".");
        return new AuthorAddresses(addresses, AuthorProblem.SEVERAL_FIELDS, explanation);
    }

    private static List<DomainName> domains(List<AuthorAddress> addresses) {
        if (addresses.size() == 1) {
            return List.of(addresses.get(0).domain());
        }
        return addresses.stream().map(AuthorAddress::domain).distinct().toList();
    }

    private static String named(List<DomainName> domains) {
        String some = domains.stream().limit(NAMED).map(DomainName::toString).collect(Collectors.joining(", "));
        int others = domains.size() - NAMED;
        return some + (others > 0 ? " and " + others + " more" : "");
    }

    /** Whether there is one author domain. */
    public AuthorStatus status() {
        return problem == null ? AuthorStatus.ONE_DOMAIN : problem.status();
    }

    /** Why not; empty exactly if the status is {@link AuthorStatus#ONE_DOMAIN}. The first one found. */
    public Optional<AuthorProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** The outcome in a sentence; what it cites of the message is escaped. */
    public String explanation() {
        return explanation;
    }

    /**
     * The domain that all authors share. Empty unless the status is {@link AuthorStatus#ONE_DOMAIN}.
     *
     * @rfc 9989 3.2.2
     */
    public Optional<DomainName> authorDomain() {
        return problem == null ? Optional.of(addresses.get(0).domain()) : Optional.empty();
    }

    /**
     * All valid addresses in their order. With another status than {@link AuthorStatus#ONE_DOMAIN} or
     * {@link AuthorStatus#SEVERAL_DOMAINS} they need not be all that somebody sees; of several From fields, no more are
     * given than the limit for one.
     */
    public List<AuthorAddress> addresses() {
        return addresses;
    }

    /** The domains of {@link #addresses}, each once, in the order of their first use. */
    public List<DomainName> domains() {
        return domains(addresses);
    }

    /** What is unusual about any of the addresses. */
    public Set<AuthorAnomaly> anomalies() {
        Set<AuthorAnomaly> all = EnumSet.noneOf(AuthorAnomaly.class);
        addresses.forEach(address -> all.addAll(address.anomalies()));
        return AuthorAddress.unmodifiable(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthorAddresses that
                && addresses.equals(that.addresses)
                && problem == that.problem
                && explanation.equals(that.explanation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(addresses, problem, explanation);
    }

    /** For people: the status and the explanation. */
    @Override
    public String toString() {
        return status() + ": " + explanation;
    }
}
