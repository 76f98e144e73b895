package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What both variants of a result share: the accessors that are answered from the facts, and equality. */
abstract sealed class SignatureOutcome permits PassedSignature, NotPassedSignature {

    /**
     * What was found out about a signature.
     *
     * @param signature null if the field could not be understood
     * @param fields null if there is no signature
     * @param factorable whether anybody can compute the private key
     * @param body null if the body was not looked at
     */
    record Facts(
            ClaimedIdentifiers identifiers,
            @Nullable DkimSignature signature,
            @Nullable SignedFields fields,
            KeyFacts key,
            boolean factorable,
            @Nullable BodyHash body) {

        static final Facts UNKNOWN = of(ClaimedIdentifiers.NONE, null, null);

        /** Where neither key nor body were looked at. */
        static Facts of(
                ClaimedIdentifiers identifiers, @Nullable DkimSignature signature, @Nullable SignedFields fields) {
            return new Facts(identifiers, signature, fields, KeyFacts.NONE, false, null);
        }
    }

    private final Facts facts;
    private final @Nullable DkimProblem problem;

    SignatureOutcome(Facts facts, @Nullable DkimProblem problem) {
        this.facts = facts;
        this.problem = problem;
    }

    public DkimStatus status() {
        return problem == null ? DkimStatus.PASS : problem.kind().status();
    }

    public Optional<DkimProblem> problem() {
        return Optional.ofNullable(problem);
    }

    public Optional<DkimSignature> signature() {
        return Optional.ofNullable(facts.signature());
    }

    public Optional<DomainName> domain() {
        return Optional.ofNullable(facts.identifiers().domain());
    }

    public Optional<DomainName> selector() {
        return Optional.ofNullable(facts.identifiers().selector());
    }

    public Optional<String> algorithm() {
        return present(facts.identifiers().algorithm());
    }

    public Optional<String> identity() {
        return present(facts.identifiers().identity());
    }

    public Optional<String> signaturePrefix() {
        return present(facts.identifiers().signaturePrefix());
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    public OptionalInt keyBits() {
        return facts.key().bits() == 0
                ? OptionalInt.empty()
                : OptionalInt.of(facts.key().bits());
    }

    public Optional<DnsSecurity> security() {
        return Optional.ofNullable(facts.key().security());
    }

    public boolean isTesting() {
        return facts.key().testing();
    }

    public OptionalLong signedBodyOctets() {
        BodyHash body = facts.body();
        return body == null ? OptionalLong.empty() : OptionalLong.of(body.hashed());
    }

    public OptionalLong bodyOctets() {
        BodyHash body = facts.body();
        return body == null ? OptionalLong.empty() : OptionalLong.of(body.total());
    }

    public List<DkimSignatureFinding> findings() {
        return facts.signature() == null || facts.fields() == null
                ? List.of()
                : SignatureFindings.of(
                        facts.signature(), facts.fields(), facts.key(), facts.factorable(), facts.body());
    }

    public String explanation() {
        DomainName domain = facts.identifiers().domain();
        String signature = domain == null ? "The signature" : "The signature of " + domain;
        return problem == null ? signature + " is good." : signature + " does not count: " + problem.sentence() + ".";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignatureOutcome that
                && facts.equals(that.facts)
                && Objects.equals(problem, that.problem);
    }

    @Override
    public int hashCode() {
        return Objects.hash(facts, problem);
    }

    @Override
    public String toString() {
        return status().word() + ": " + explanation();
    }
}
