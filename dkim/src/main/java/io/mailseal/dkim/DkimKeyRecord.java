package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.syntax.Tag;
import io.mailseal.core.syntax.TagFault;
import io.mailseal.core.syntax.TagList;
import io.mailseal.dkim.DkimProblem.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text record that a public key is published in, and what it may be used for. Of a faulty record the accessors tell
 * what could be read. Immutable; two of them are equal if their texts are.
 *
 * @rfc 6376 3.6.1
 */
public final class DkimKeyRecord {

    private static final String ANY_SERVICE = "*";

    private final Octets text;
    private final TagList tags;
    private final @Nullable Octets publicKey;
    private final @Nullable DkimProblem problem;

    private DkimKeyRecord(Octets text, TagList tags) {
        this.text = text;
        this.tags = tags;
        this.publicKey = tags.first("p").map(Base64Value::decode).orElse(null);
        this.problem = findProblem();
    }

    /** Reads the text of a record, its strings joined. */
    public static DkimKeyRecord parse(Octets text) {
        return new DkimKeyRecord(text, TagList.parse(text));
    }

    private @Nullable DkimProblem findProblem() {
        for (TagFault fault : tags.faults()) {
            return DkimProblem.of(Kind.KEY_SYNTAX, fault.sentence());
        }
        // The version, if there is one, comes first and is this one.
        Optional<Tag> version = tags.first("v");
        boolean rightVersion = version.isEmpty()
                || version.get().equals(tags.tags().get(0))
                        && version.get().value().equals("DKIM1");
        if (!rightVersion) {
            return DkimProblem.ofTag(Kind.KEY_SYNTAX, "v");
        }
        Optional<Tag> key = tags.first("p");
        if (key.isEmpty()) {
            return DkimProblem.ofTag(Kind.KEY_SYNTAX, "p", "the tag is missing");
        }
        return publicKey == null ? DkimProblem.ofTag(Kind.KEY_MALFORMED, "p", "not base64") : null;
    }

    /** The text that it was read from. */
    public Octets text() {
        return text;
    }

    /** What is wrong with the record itself. Whether the key in it is one is only seen when it is used. */
    public Optional<DkimProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Whether it declares that it is something else: its first tag is {@code v=} with another value than {@code DKIM1}.
     * Then it is to be treated as if it were not there.
     */
    public boolean isForeign() {
        List<Tag> all = tags.tags();
        return !all.isEmpty()
                && all.get(0).name().equals("v")
                && !all.get(0).value().equals("DKIM1");
    }

    /** {@code k=}: {@code rsa} unless it says otherwise. */
    public String keyType() {
        return tags.first("k").map(Tag::value).orElse("rsa");
    }

    /** {@code p=}: the key, decoded from base64. Empty for one that was revoked, and for one that is not there. */
    public Octets publicKey() {
        return publicKey == null ? Octets.EMPTY : publicKey;
    }

    /** Whether the key was withdrawn: {@code p=} is there and empty. */
    public boolean isRevoked() {
        return publicKey != null && publicKey.isEmpty();
    }

    /** {@code h=}: whether it may be used with this hash algorithm, such as {@code sha256}. */
    public boolean allowsHash(String hash) {
        Optional<Tag> hashes = tags.first("h");
        return hashes.isEmpty() || hashes.get().items(':').contains(hash);
    }

    /** {@code s=}: whether it may be used for this service, such as {@code email}. */
    public boolean allowsService(String service) {
        Optional<Tag> services = tags.first("s");
        return services.isEmpty()
                || services.get().items(':').contains(service)
                || services.get().items(':').contains(ANY_SERVICE);
    }

    /** {@code t=y}: the domain is only trying out DKIM. */
    public boolean isTesting() {
        return hasFlag("y");
    }

    /** {@code t=s}: the identity must be in the signing domain itself. */
    public boolean requiresExactDomain() {
        return hasFlag("s");
    }

    private boolean hasFlag(String flag) {
        return tags.first("t").map(tag -> tag.items(':').contains(flag)).orElse(false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimKeyRecord that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** For people: the text; long ones are cut. */
    @Override
    public String toString() {
        return text.toString();
    }
}
