package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.syntax.Tag;
import io.mailseal.core.syntax.TagFault;
import io.mailseal.core.syntax.TagList;
import io.mailseal.dkim.DkimProblem.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text record that a public key is published in, and what it may be used for. Of a faulty record the accessors tell
 * what could be read. Immutable; two of them are equal if their texts are.
 *
 * <pre>{@code
 * DkimKeyRecord record = DkimKeyRecord.builder(key).build();
 * print(record.zoneLine(DomainName.of("s1"), DomainName.of("example.com")));
 * }</pre>
 *
 * @rfc 6376 3.6.1
 */
public final class DkimKeyRecord {

    private static final String ANY_SERVICE = "*";
    private static final int STRING_OCTETS = 255;

    private final Octets text;
    private final TagList tags;
    private final @Nullable Octets publicKey;
    private final String keyType;
    private final List<String> flags;
    private final @Nullable DkimProblem problem;

    private DkimKeyRecord(Octets text, TagList tags) {
        this.text = text;
        this.tags = tags;
        this.publicKey = tags.first("p").map(Base64Value::decode).orElse(null);
        this.keyType = tags.first("k").map(Tag::value).orElse("rsa");
        this.flags = tags.first("t").map(tag -> tag.items(':')).orElse(List.of());
        this.problem = findProblem();
    }

    /** Reads the text of a record, its strings joined. */
    public static DkimKeyRecord parse(Octets text) {
        return new DkimKeyRecord(text, TagList.parse(text));
    }

    /**
     * Begins to make the record that a private key needs; there is nothing of it in the record but its public half.
     */
    public static Builder builder(DkimPrivateKey key) {
        return builder(key.algorithm(), key.publicKey());
    }

    /**
     * Begins to make the record of a public key, such as that of a key which is in a device.
     *
     * @param publicKey as {@link DkimPrivateKey#publicKey} gives it
     * @throws IllegalArgumentException if it is no key that signatures could be verified with
     */
    public static Builder builder(DkimAlgorithm algorithm, Octets publicKey) {
        return new Builder(algorithm, publicKey);
    }

    /**
     * The record that withdraws a key: that the selector is known, and no signature of it counts.
     *
     * @rfc 6376 3.6.1
     */
    public static DkimKeyRecord revoked() {
        return parse(Octets.ofLatin1("v=DKIM1; p="));
    }

    /**
     * The name that the record of a selector has.
     *
     * @throws IllegalArgumentException if it is too long to be a name, or the selector is no text of one
     * @rfc 6376 3.6.2.1
     */
    public static DomainName name(DomainName selector, DomainName domain) {
        return domain.below("_domainkey")
                .flatMap(keys -> keys.below(selector.toString()))
                .orElseThrow(() -> new IllegalArgumentException("no name of a record: " + selector + ", " + domain));
    }

    /** Puts the tags of a record together. Not for several threads. */
    public static final class Builder {

        private final DkimAlgorithm algorithm;
        private final Octets publicKey;
        private List<String> hashes = List.of();
        private List<String> services = List.of();
        private boolean testing;
        private boolean exactDomain = true;
        private String notes = "";

        private Builder(DkimAlgorithm algorithm, Octets publicKey) {
            this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
            this.publicKey = Objects.requireNonNull(publicKey, "publicKey");
            boolean usable = switch (algorithm) {
                case RSA_SHA256 -> isUsable(RsaKey.parse(publicKey));
                case ED25519_SHA256 -> Ed25519Key.parse(publicKey) != null;
            };
            if (!usable) {
                throw new IllegalArgumentException("no public key for " + algorithm.word());
            }
        }

        // RFC 8301 §3.2
        private static boolean isUsable(@Nullable RsaKey key) {
            return key != null && key.bits() >= RsaKey.MIN_BITS && key.bits() <= RsaKey.MAX_BITS;
        }

        /**
         * {@code h=}: the hash algorithms it may be used with. By default any, which by now means SHA-256.
         *
         * @throws IllegalArgumentException unless {@code sha256} is among them, and for what is no word
         */
        public Builder hashes(String... names) {
            if (!List.of(names).contains("sha256")) {
                throw new IllegalArgumentException("without sha256 no signature can be made");
            }
            hashes = words(false, names);
            return this;
        }

        /**
         * {@code s=}: the services it may be used for, such as {@code email} or {@code tlsrpt}, or {@code *} for any. By
         * default any.
         *
         * @throws IllegalArgumentException for none, and for what is no word
         */
        public Builder services(String... names) {
            services = words(true, names);
            return this;
        }

        /** {@code t=y}: the domain is only trying out DKIM. */
        public Builder testing() {
            testing = true;
            return this;
        }

        /**
         * Leaves out {@code t=s}: signatures may have identities below the signing domain ({@code i=@news.example.com}), which
         * by default they may not.
         */
        public Builder allowIdentitiesBelowDomain() {
            exactDomain = false;
            return this;
        }

        /** {@code n=}: notes for administrators. They take room in each answer, and anybody can read them. */
        public Builder notes(String newNotes) {
            notes = Objects.requireNonNull(newNotes, "notes");
            return this;
        }

        // §3.6.1: only s= has an asterisk.
        private static List<String> words(boolean any, String... names) {
            for (String name : names) {
                boolean asterisk = any && name.equals(ANY_SERVICE);
                if (!asterisk && !isHyphenatedWord(name)) {
                    throw new IllegalArgumentException("no word: " + name);
                }
            }
            if (names.length == 0) {
                throw new IllegalArgumentException("a list that allows nothing");
            }
            return List.of(names);
        }

        // RFC 6376 §2.10: a letter first, no hyphen last
        private static boolean isHyphenatedWord(String word) {
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
                boolean digit = c >= '0' && c <= '9';
                boolean hyphen = c == '-' && i < word.length() - 1;
                if (!letter && (i == 0 || !digit && !hyphen)) {
                    return false;
                }
            }
            return !word.isEmpty();
        }

        /** The record, its tags in the order of the examples in the RFC. */
        public DkimKeyRecord build() {
            StringBuilder text = new StringBuilder("v=DKIM1; k=").append(algorithm.keyType());
            appendList(text, "h", hashes);
            appendList(text, "s", services);
            appendList(text, "t", flags());
            if (!notes.isEmpty()) {
                text.append("; n=").append(KeyNotes.encode(notes));
            }
            text.append("; p=").append(Base64.getEncoder().encodeToString(publicKey.toByteArray()));
            return parse(Octets.ofLatin1(text.toString()));
        }

        private List<String> flags() {
            List<String> flags = new ArrayList<>();
            if (testing) {
                flags.add("y");
            }
            if (exactDomain) {
                flags.add("s");
            }
            return flags;
        }

        private static void appendList(StringBuilder text, String tag, List<String> items) {
            if (!items.isEmpty()) {
                text.append("; ").append(tag).append('=').append(String.join(":", items));
            }
        }
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

    /** The text, each character an octet: what the form of a DNS host wants. */
    public String format() {
        return text.toLatin1();
    }

    /**
     * The text in pieces of at most 255 octets, as the strings of one DNS record hold it; one at least.
     *
     * @rfc 6376 3.6.2.2
     */
    public List<Octets> strings() {
        List<Octets> strings = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(from + STRING_OCTETS, text.length());
            strings.add(text.slice(from, to));
            from = to;
        } while (from < text.length());
        return List.copyOf(strings);
    }

    /**
     * The line of a zone file that publishes the record, without a time to live and without a line end: {@code
     * s1._domainkey.example.com. IN TXT "v=DKIM1; …"}.
     *
     * @throws IllegalArgumentException if the name would be too long
     * @rfc 1035 5.1
     */
    public String zoneLine(DomainName selector, DomainName domain) {
        StringBuilder line = new StringBuilder(name(selector, domain).toString()).append(". IN TXT");
        for (Octets string : strings()) {
            line.append(" \"");
            for (int i = 0; i < string.length(); i++) {
                appendZoneCharacter(line, string.at(i));
            }
            line.append('"');
        }
        return line.toString();
    }

    // RFC 1035 §5.1: within quotes only these need a backslash; other octets as three decimal digits.
    private static void appendZoneCharacter(StringBuilder line, int octet) {
        if (octet == '"' || octet == '\\') {
            line.append('\\').append((char) octet);
        } else if (octet >= 0x20 && octet < 0x7F) {
            line.append((char) octet);
        } else {
            line.append('\\')
                    .append((char) ('0' + octet / 100))
                    .append((char) ('0' + octet / 10 % 10))
                    .append((char) ('0' + octet % 10));
        }
    }

    /** What its owner would want to know about it; mostly empty. A revoked one has a finding that says so. */
    public List<DkimKeyFinding> findings() {
        return new KeyRecordFindings(this, tags).all();
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
        return keyType;
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
        return flags.contains("y");
    }

    /** {@code t=s}: the identity must be in the signing domain itself. */
    public boolean requiresExactDomain() {
        return flags.contains("s");
    }

    /** {@code n=}: notes for administrators, decoded. Anybody may have written them. */
    public String notes() {
        return tags.first("n").map(tag -> KeyNotes.decode(tag.value())).orElse("");
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
