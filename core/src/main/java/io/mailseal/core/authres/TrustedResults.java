package io.mailseal.core.authres;

import io.mailseal.core.authres.AuthenticationFinding.Signature;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.MessageAnomaly;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For an application behind a mail server: what that server found out about a message. Immutable; may be shared between
 * threads.
 *
 * <pre>{@code
 * TrustedResults trusted = TrustedResults.builder()
 *         .trust("example.org")
 *         .boundary("mx.example.org")
 *         .build();
 * TrustedFindings findings = trusted.read(message.header());
 * boolean authentic = findings.only(AuthenticationMethod.DMARC)
 *         .filter(AuthenticationFinding::isPass)
 *         .isPresent();
 * }</pre>
 *
 * <p><b>Who is believed.</b> Services that were named with {@link Builder#trust}; at first nobody is. Names are compared
 * without quotes and comments, without regard to case and a final dot, and A-labels are U-labels.
 *
 * <p><b>Which fields are believed.</b> Every sender can write a field with such a name, and not every server removes it. But
 * nobody can write above a Received field that was added later. So only those fields count that are above a Received field
 * of our own:
 * <ul>
 *   <li>above the topmost Received field, by default. The caller guarantees that the last server to receive each message
 *       adds a Received field, and its Authentication-Results field above it;
 *   <li>{@link Builder#boundary}: above the topmost one written by that host, if other servers of ours come behind. The caller
 *       guarantees that each message that is read came through one of these hosts, and none through another entry: where one
 *       did not, a sender's own Received field may bear the name;
 *   <li>{@link Builder#allowAnyPosition}: wherever they stand. The caller guarantees that the boundary removes the
 *       fields of others that bear a trusted name, as {@link ForgedResults} does, from every message.
 * </ul>
 *
 * <p>Fields of attached messages ({@code message/rfc822}) are not looked at: pass the header of the message itself, never
 * that of a part.
 *
 * <p><b>Which results are believed.</b> Of methods, results and types of properties that are registered, and of the first version of
 * a method. What is ignored is in the result, with its reason.
 *
 * @rfc 8601 4.1
 * @rfc 8601 7.1
 */
public final class TrustedResults {

    private static final Set<MessageAnomaly> ODD = EnumSet.of(
            MessageAnomaly.SPACE_BEFORE_COLON,
            MessageAnomaly.FOLDED_NAME,
            MessageAnomaly.LEADING_CONTINUATION,
            MessageAnomaly.BARE_CR,
            MessageAnomaly.BARE_LF,
            MessageAnomaly.NUL);

    private final Set<AuthservId> trusted;
    private final ReceivedBy boundary;
    private final boolean anyPosition;
    private final boolean onlyTopmost;

    private TrustedResults(Builder builder) {
        this.trusted = Set.copyOf(builder.trusted);
        this.boundary = new ReceivedBy(Set.copyOf(builder.hosts));
        this.anyPosition = builder.anyPosition;
        this.onlyTopmost = builder.onlyTopmost;
    }

    /** Begins with nobody to be trusted. */
    public static Builder builder() {
        return new Builder();
    }

    /** Looks at a header, that of a message as the application got it. Never throws. */
    public TrustedFindings read(HeaderBlock header) {
        TrustProblem problem = problem(header);
        FindingsMade made = new FindingsMade();
        List<HeaderField> fields = header.fields();
        int end = header.isTruncated() ? 0 : boundary(fields);
        boolean first = true;
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).isNamed(AuthenticationResults.FIELD_NAME)) {
                read(fields.get(i), i < end, first, made);
                first = false;
            }
        }
        return made.toFindings(problem);
    }

    private @Nullable TrustProblem problem(HeaderBlock header) {
        if (trusted.isEmpty()) {
            return TrustProblem.NOBODY_TRUSTED;
        }
        if (header.isTruncated()) {
            return TrustProblem.HEADER_LIMIT_EXCEEDED;
        }
        return boundary(header.fields()) < 0 ? TrustProblem.NO_BOUNDARY : null;
    }

    // The place of the Received field above which all is ours; -1 if there is none.
    private int boundary(List<HeaderField> fields) {
        if (anyPosition) {
            return fields.size();
        }
        for (int i = 0; i < fields.size(); i++) {
            boolean received = fields.get(i).isNamed(ReceivedBy.FIELD_NAME);
            if (received && (boundary.hosts().isEmpty() || boundary.wrote(fields.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    private void read(HeaderField field, boolean above, boolean topmost, FindingsMade made) {
        if (!above) {
            made.ignore(field, IgnoredField.Reason.TOO_LOW);
        } else if (onlyTopmost && !topmost) {
            made.ignore(field, IgnoredField.Reason.NOT_TOPMOST);
        } else if (field.anomalies().stream().anyMatch(ODD::contains)) {
            made.ignore(field, IgnoredField.Reason.ODD_FORM);
        } else if (!(AuthenticationResults.parse(field) instanceof AuthenticationResults results)) {
            made.ignore(field, IgnoredField.Reason.MALFORMED);
        } else if (!trusted.contains(AuthservId.of(results.authservId()))) {
            made.ignore(field, IgnoredField.Reason.NOT_TRUSTED);
        } else {
            made.add(results);
        }
    }

    /** Collects what was found in one header. */
    private static final class FindingsMade {

        private final List<AuthenticationResults> fields = new ArrayList<>();
        private final List<AuthenticationFinding> findings = new ArrayList<>();
        private final List<IgnoredField> ignoredFields = new ArrayList<>();
        private final List<IgnoredResult> ignoredResults = new ArrayList<>();

        void ignore(HeaderField field, IgnoredField.Reason reason) {
            ignoredFields.add(new IgnoredField(field, reason));
        }

        void add(AuthenticationResults field) {
            fields.add(field);
            field.results().forEach(result -> add(field.authservId(), result));
        }

        // §4.1: what is to be ignored.
        private void add(String authservId, MethodResult result) {
            Optional<AuthenticationMethod> method = AuthenticationMethod.of(result.method());
            Optional<ResultCode> code = method.flatMap(known -> known.result(result.result()));
            if (method.isEmpty()) {
                ignore(result, IgnoredResult.Reason.UNKNOWN_METHOD);
            } else if (!method.get().knows(result.version())) {
                ignore(result, IgnoredResult.Reason.UNSUPPORTED_VERSION);
            } else if (code.isEmpty()) {
                ignore(result, IgnoredResult.Reason.UNREGISTERED_RESULT);
            } else if (result.properties().stream().anyMatch(FindingsMade::isOfUnknownType)) {
                ignore(result, IgnoredResult.Reason.UNKNOWN_PROPERTY_TYPE);
            } else {
                findings.add(new AuthenticationFinding(authservId, method.get(), code.get(), result));
            }
        }

        private static boolean isOfUnknownType(AuthenticationProperty property) {
            return PropertyType.of(property.type()).isEmpty();
        }

        private void ignore(MethodResult result, IgnoredResult.Reason reason) {
            ignoredResults.add(new IgnoredResult(result, reason));
        }

        // RFC 6008 §4: unequal results about one signature from one service count for nothing.
        TrustedFindings toFindings(@Nullable TrustProblem problem) {
            Map<Signature.Beginning, List<AuthenticationFinding>> together = new HashMap<>();
            for (AuthenticationFinding finding : findings) {
                finding.signature()
                        .ifPresent(signature -> together.computeIfAbsent(
                                        signature.beginning(), beginning -> new ArrayList<>())
                                .add(finding));
            }
            Set<Signature> contradictory = new HashSet<>();
            together.values()
                    .forEach(alike -> alike.stream()
                            .filter(finding -> alike.stream().anyMatch(other -> contradict(finding, other)))
                            .forEach(finding -> finding.signature().ifPresent(contradictory::add)));
            List<AuthenticationFinding> clear = new ArrayList<>();
            for (AuthenticationFinding finding : findings) {
                if (finding.signature().filter(contradictory::contains).isEmpty()) {
                    clear.add(finding);
                } else {
                    ignore(finding.written(), IgnoredResult.Reason.CONTRADICTION);
                }
            }
            return new TrustedFindings(problem, fields, clear, ignoredFields, ignoredResults);
        }

        private static boolean contradict(AuthenticationFinding one, AuthenticationFinding other) {
            return one.result() != other.result()
                    && one.signature()
                            .flatMap(signature -> other.signature().filter(signature::mayBe))
                            .isPresent();
        }
    }

    /** Says whom to trust, and where. For one thread. */
    public static final class Builder {

        private final Set<AuthservId> trusted = new HashSet<>();
        private final Set<AuthservId> hosts = new HashSet<>();
        private boolean anyPosition;
        private boolean onlyTopmost;

        private Builder() {}

        /**
         * Trusts the service that names itself so; several may be named.
         *
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder trust(String authservId) {
            trusted.add(id(authservId));
            return this;
        }

        /**
         * The boundary is the topmost Received field written {@code by} this host, not simply the topmost one. Several hosts
         * may be named.
         *
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder boundary(String host) {
            hosts.add(id(host));
            return this;
        }

        private static AuthservId id(String name) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("an empty name");
            }
            return AuthservId.of(name);
        }

        /** Looks at the topmost Authentication-Results field alone, whoever wrote it. */
        public Builder onlyTopmost() {
            onlyTopmost = true;
            return this;
        }

        /**
         * Believes fields wherever they stand: for headers without Received fields of our own, or servers that put the field
         * elsewhere. Safe only where the fields that others have forged are removed before.
         */
        public Builder allowAnyPosition() {
            anyPosition = true;
            return this;
        }

        /**
         * As it was said.
         *
         * @throws IllegalStateException if both a boundary and any position were asked for
         */
        public TrustedResults build() {
            if (anyPosition && !hosts.isEmpty()) {
                throw new IllegalStateException("a boundary, and any position");
            }
            return new TrustedResults(this);
        }
    }
}
