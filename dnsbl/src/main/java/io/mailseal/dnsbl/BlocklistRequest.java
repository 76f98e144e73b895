package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.dnsbl.uri.ExtractionProblem;
import io.mailseal.dnsbl.uri.FoundUri;
import io.mailseal.dnsbl.uri.UriExtraction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the lists are to be asked about, and where it comes from: one thing, or all that a message has. Immutable, with equality
 * by value.
 */
public final class BlocklistRequest {

    private final Map<SubjectSource, Set<BlocklistSubject>> subjects;
    private final Set<ExtractionProblem> problems;

    private BlocklistRequest(Map<SubjectSource, Set<BlocklistSubject>> subjects, Set<ExtractionProblem> problems) {
        this.subjects = subjects;
        this.problems = problems;
    }

    /** One thing. */
    public static BlocklistRequest of(BlocklistSubject subject) {
        return builder().subject(subject, SubjectSource.QUESTION).build();
    }

    /** To be filled. */
    public static Builder builder() {
        return new Builder();
    }

    /** The subjects, and where each was found, in the order in which they are asked about: the sources take turns. */
    public Map<BlocklistSubject, Set<SubjectSource>> subjects() {
        return firstOfEach(Integer.MAX_VALUE, subject -> true);
    }

    /** Why URIs of the message may be missing from the subjects, and what about it is odd. */
    public Set<ExtractionProblem> extractionProblems() {
        return problems;
    }

    // What takes turns: of one source the digests of a hundred links are not to crowd out their hosts.
    private record Queue(SubjectSource source, Object type) {}

    private static Object type(BlocklistSubject subject) {
        return subject instanceof BlocklistSubject.Hashed hashed ? hashed.type() : subject.getClass();
    }

    private Map<Queue, List<BlocklistSubject>> queues(Predicate<BlocklistSubject> wanted) {
        Map<Queue, List<BlocklistSubject>> queues = new LinkedHashMap<>();
        subjects.forEach((source, of) -> of.stream()
                .filter(wanted)
                .forEach(subject -> queues.computeIfAbsent(new Queue(source, type(subject)), queue -> new ArrayList<>())
                        .add(subject)));
        return queues;
    }

    /**
     * At most so many of each type and source, the first ones.
     *
     * @param wanted those that a list can be asked about; the others do not count
     */
    Map<BlocklistSubject, Set<SubjectSource>> firstOfEach(int most, Predicate<BlocklistSubject> wanted) {
        Map<BlocklistSubject, Set<SubjectSource>> ordered = new LinkedHashMap<>();
        Map<Queue, List<BlocklistSubject>> queues = queues(wanted);
        int longest = queues.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < Math.min(longest, most); i++) {
            int turn = i;
            queues.forEach((queue, of) -> {
                if (turn < of.size()) {
                    ordered.computeIfAbsent(of.get(turn), subject -> EnumSet.noneOf(SubjectSource.class))
                            .add(queue.source());
                }
            });
        }
        ordered.replaceAll((subject, from) -> Collections.unmodifiableSet(from));
        return Collections.unmodifiableMap(ordered);
    }

    /** How many that leaves out. */
    int leftOutBy(int most, Predicate<BlocklistSubject> wanted) {
        return queues(wanted).values().stream()
                .mapToInt(of -> Math.max(0, of.size() - most))
                .sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlocklistRequest that
                && subjects.equals(that.subjects)
                && problems.equals(that.problems);
    }

    @Override
    public int hashCode() {
        return subjects.hashCode();
    }

    /** For people: how much from where. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("asking about");
        subjects.forEach((source, of) ->
                text.append(' ').append(of.size()).append(" from ").append(source));
        return text.toString();
    }

    /** Makes a request. What is said twice counts once. Not for use by several threads. */
    public static final class Builder {

        private final Map<SubjectSource, Set<BlocklistSubject>> subjects = new EnumMap<>(SubjectSource.class);
        private final Set<ExtractionProblem> problems = EnumSet.noneOf(ExtractionProblem.class);

        private Builder() {}

        /** Anything, from anywhere. */
        public Builder subject(BlocklistSubject subject, SubjectSource source) {
            Objects.requireNonNull(subject, "subject");
            subjects.computeIfAbsent(Objects.requireNonNull(source, "source"), from -> new LinkedHashSet<>())
                    .add(subject);
            return this;
        }

        /** An address. */
        public Builder address(IpAddress address, SubjectSource source) {
            return subject(new BlocklistSubject.Address(address), source);
        }

        /** A domain name. */
        public Builder domain(DomainName domain, SubjectSource source) {
            return subject(new BlocklistSubject.Domain(domain), source);
        }

        /** An address of e-mail: itself by its digest, and its domain. What is none is left out. */
        public Builder email(String email, SubjectSource source) {
            int at = email.lastIndexOf('@');
            Optional<DomainName> domain = at < 1 ? Optional.empty() : DomainName.ofUnicode(email.substring(at + 1));
            if (domain.isPresent()) {
                domain(domain.get(), source);
                subject(new BlocklistSubject.Hashed(HashSubject.EMAIL, email), source);
            }
            return this;
        }

        /** The address of a client that has not logged in. */
        public Builder client(IpAddress client) {
            return address(client, SubjectSource.CLIENT);
        }

        /** The address of a client that has logged in. */
        public Builder authenticatedClient(IpAddress client) {
            return address(client, SubjectSource.AUTHENTICATED_CLIENT);
        }

        /** The argument of HELO or EHLO. What is no domain name, such as an address in brackets, is left out. */
        public Builder helo(String helo) {
            DomainName.ofUnicode(helo).ifPresent(name -> domain(name, SubjectSource.HELO));
            return this;
        }

        /** The reverse-path of the envelope, without its angle brackets; empty for the null reverse-path. */
        public Builder mailFrom(String mailFrom) {
            return email(mailFrom, SubjectSource.MAIL_FROM);
        }

        /** The name of the client's address, if the addresses of that name confirm it. */
        public Builder reverseName(DomainName name) {
            return domain(name, SubjectSource.REVERSE_DNS);
        }

        /** A domain whose message this is by DMARC, DKIM or SPF: what allow lists of domains may be asked about. */
        public Builder authenticatedDomain(DomainName domain) {
            return domain(domain, SubjectSource.AUTHENTICATED_DOMAIN);
        }

        /** The addresses in the From and Reply-To fields, and the domains that DKIM signatures claim to be of. */
        public Builder header(HeaderBlock header) {
            HeaderSubjects.addTo(this, header);
            return this;
        }

        /** The clients that the Received fields tell of, as far as these are believed. */
        public Builder received(HeaderBlock header, TrustedHops trusted) {
            trusted.clients(header).forEach(client -> address(client, SubjectSource.RECEIVED));
            return this;
        }

        /** The URIs of a message, and what the result is to tell of how they were found. */
        public Builder uris(UriExtraction extraction) {
            problems.addAll(extraction.problems());
            return uris(extraction.uris());
        }

        /** URIs: their hosts, themselves by their digest, and the addresses of e-mail among them. */
        public Builder uris(Collection<FoundUri> uris) {
            uris.forEach(this::uri);
            return this;
        }

        private void uri(FoundUri uri) {
            Optional<String> email = uri.emailAddress();
            if (email.isPresent()) {
                email(email.get(), SubjectSource.URI);
                return;
            }
            subject(new BlocklistSubject.Host(uri.host()), SubjectSource.URI);
            subject(new BlocklistSubject.Hashed(HashSubject.URL, uri.uri()), SubjectSource.URI);
        }

        /**
         * A file, such as an attachment.
         *
         * @param digest of all of its octets, by the algorithm of the lists that are asked: SHA-256 for most
         */
        public Builder file(Octets digest, SubjectSource source) {
            String hex = HexFormat.of().formatHex(digest.toByteArray());
            return subject(new BlocklistSubject.Hashed(HashSubject.FILE, hex), source);
        }

        /** The address of a wallet, as it is written. */
        public Builder wallet(String wallet, SubjectSource source) {
            return subject(new BlocklistSubject.Hashed(HashSubject.WALLET, wallet), source);
        }

        /** The request; it may be empty. */
        public BlocklistRequest build() {
            Map<SubjectSource, Set<BlocklistSubject>> copy = new EnumMap<>(SubjectSource.class);
            subjects.forEach((source, of) -> copy.put(source, Collections.unmodifiableSet(new LinkedHashSet<>(of))));
            return new BlocklistRequest(
                    Collections.unmodifiableMap(copy), Collections.unmodifiableSet(EnumSet.copyOf(problems)));
        }
    }
}
