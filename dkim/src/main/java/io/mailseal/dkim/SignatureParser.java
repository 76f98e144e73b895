package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.syntax.Tag;
import io.mailseal.core.syntax.TagFault;
import io.mailseal.core.syntax.TagList;
import io.mailseal.dkim.DkimProblem.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tags of one DKIM-Signature field. The first problem that is met is the one that counts.
 *
 * @rfc 6376 3.5
 */
final class SignatureParser {

    private static final List<String> REQUIRED = List.of("v", "a", "b", "bh", "d", "h", "s");
    private static final DomainName KEYS = DomainName.of("_domainkey");
    private static final List<String> DEFAULT_QUERY_METHODS = List.of("dns/txt");

    // §3.5: a number of more than twelve digits may be taken for infinite.
    private static final int TIME_DIGITS = 12;
    private static final long INFINITE_TIME = 1_000_000_000_000L;
    private static final int LENGTH_DIGITS = 76;

    private final SignatureTags tags;
    private @Nullable DkimProblem problem;

    SignatureParser(SignatureTags tags) {
        this.tags = tags;
    }

    SignatureParser(HeaderField field, TagList tags) {
        this(new SignatureTags(field, tags));
    }

    /** The list of tags that the field holds. */
    static TagList tags(HeaderField field) {
        return TagList.parse(value(field));
    }

    private static Octets value(HeaderField field) {
        Octets raw = field.rawValue();
        int end = raw.length();
        boolean ended = end >= 2 && raw.at(end - 2) == '\r' && raw.at(end - 1) == '\n';
        return raw.slice(0, ended ? end - 2 : end);
    }

    /** A signature or a problem. */
    record Parsed(
            @Nullable DkimSignature signature, @Nullable DkimProblem problem) {}

    Parsed parse() {
        DkimSignature signature = null;
        if (isWellFormed() && hasVersion() && hasRequiredTags()) {
            signature = read();
        }
        return problem == null ? new Parsed(signature, null) : new Parsed(null, problem);
    }

    private boolean isWellFormed() {
        if (tags.list().isValid()) {
            return true;
        }
        for (TagFault fault : tags.list().faults()) {
            if (fault.kind() == TagFault.Kind.DUPLICATE_TAG) {
                report(DkimProblem.ofTag(Kind.DUPLICATE_TAG, fault.tag()));
            } else if (fault.kind() == TagFault.Kind.TOO_MANY_TAGS) {
                report(DkimProblem.of(Kind.LIMIT_EXCEEDED, fault.kind().expectation()));
            } else {
                report(DkimProblem.ofTagFault(Kind.TAG_LIST_SYNTAX, fault));
            }
        }
        return problem == null;
    }

    // §3.5: a later version may mean anything by its tags, so this is asked first.
    private boolean hasVersion() {
        Tag version = tags.tag("v");
        if (version != null && !version.value().equals("1")) {
            report(DkimProblem.ofTag(Kind.UNSUPPORTED_VERSION, "v", version.value()));
        }
        return problem == null;
    }

    private boolean hasRequiredTags() {
        for (String name : REQUIRED) {
            if (tags.tag(name) == null) {
                report(DkimProblem.ofTag(Kind.MISSING_TAG, name));
            }
        }
        return problem == null;
    }

    private @Nullable DkimSignature read() {
        Tag b = required("b");
        String algorithm = algorithm();
        DkimCanonicalization header = canonicalization(0);
        DkimCanonicalization body = canonicalization(1);
        DomainName domain = tags.domain();
        DomainName selector = tags.selector();
        DnsQuestion keyQuestion = keyQuestion(domain, selector);
        List<String> signedFields = signedFields();
        Octets bodyHash = notEmpty("bh", Base64Value.decode(required("bh")));
        Octets signature = notEmpty("b", tags.signature().octets());
        Long bodyLength = bodyLength();
        Instant timestamp = time("t");
        Instant expiry = time("x");
        // §3.5: x= must be greater than t=
        if (timestamp != null && expiry != null && !expiry.isAfter(timestamp)) {
            report(DkimProblem.ofTag(Kind.EXPIRY_NOT_AFTER_TIMESTAMP, "x"));
        }
        if (domain == null || keyQuestion == null || selector == null) {
            return null;
        }
        Tag i = tags.tag("i");
        // Without the tag: no local part, at d=.
        String identity = i == null ? "@" + domain : identity(i);
        DomainName identityDomain = i == null ? domain : identityDomain(identity);
        if (identityDomain == null || header == null || body == null || bodyHash == null || signature == null) {
            return null;
        }
        HeaderField field = tags.field();
        int offset = field.raw().length() - field.rawValue().length();
        DkimSignature.Tags meaning = new DkimSignature.Tags(
                algorithm,
                header,
                body,
                domain,
                selector,
                keyQuestion,
                identity,
                identityDomain,
                signedFields,
                queryMethods(),
                bodyHash,
                signature,
                bodyLength,
                timestamp,
                expiry,
                offset + b.valueStart(),
                offset + b.valueEnd());
        return new DkimSignature(field, meaning);
    }

    // sig-a-tag-alg = k "-" h, each a letter followed by letters and digits
    private String algorithm() {
        String value = required("a").value();
        int hyphen = value.indexOf('-');
        if (hyphen < 0 || !isWord(value, 0, hyphen) || !isWord(value, hyphen + 1, value.length())) {
            report(DkimProblem.ofTag(Kind.UNSUPPORTED_ALGORITHM, "a", value));
        }
        return value;
    }

    private static boolean isWord(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean laterDigit = i > start && c >= '0' && c <= '9';
            if (!letter && !laterDigit) {
                return false;
            }
        }
        return start < end;
    }

    // The first half is for the header, the second for the body; one that is not there is simple.
    private @Nullable DkimCanonicalization canonicalization(int half) {
        Tag tag = tags.tag("c");
        String value = tag == null ? "simple" : tag.value();
        int slash = value.indexOf('/');
        String header = slash < 0 ? value : value.substring(0, slash);
        String body = slash < 0 ? "simple" : value.substring(slash + 1);
        Optional<DkimCanonicalization> known = DkimCanonicalization.parse(half == 0 ? header : body);
        if (known.isEmpty()) {
            report(DkimProblem.ofTag(Kind.UNSUPPORTED_CANONICALIZATION, "c", value));
        }
        return known.orElse(null);
    }

    private @Nullable DnsQuestion keyQuestion(@Nullable DomainName domain, @Nullable DomainName selector) {
        if (domain == null) {
            report(DkimProblem.ofTag(Kind.INVALID_DOMAIN, "d", required("d").value()));
            return null;
        }
        if (selector == null) {
            report(DkimProblem.ofTag(Kind.INVALID_SELECTOR, "s", required("s").value()));
            return null;
        }
        Optional<DomainName> name = KEYS.below(selector).flatMap(domain::below);
        if (name.isEmpty()) {
            report(DkimProblem.ofTag(Kind.INVALID_SELECTOR, "s", required("s").value()));
        }
        return name.map(DnsQuestion::txt).orElse(null);
    }

    private List<String> signedFields() {
        List<String> names = required("h").items(':');
        for (String name : names) {
            if (!isFieldName(name)) {
                report(DkimProblem.ofTag(Kind.INVALID_TAG, "h", name));
            }
        }
        return names;
    }

    // RFC 5322 §3.6.8: printable ASCII but the colon
    private static boolean isFieldName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) <= 0x20 || name.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private String identity(Tag tag) {
        String text = tags.identity();
        if (text == null) {
            report(DkimProblem.ofTag(Kind.INVALID_TAG, "i", tag.value()));
            return "";
        }
        return text;
    }

    private @Nullable DomainName identityDomain(String identity) {
        int at = identity.lastIndexOf('@');
        String text = at < 0 ? "" : identity.substring(at + 1);
        DomainName domain = SigningDomain.parse(Octets.ofUtf8(text).toLatin1());
        if (domain == null) {
            report(DkimProblem.ofTag(
                    Kind.INVALID_TAG, "i", Octets.ofUtf8(identity).toLatin1()));
        }
        return domain;
    }

    private @Nullable Octets notEmpty(String tag, @Nullable Octets octets) {
        if (octets == null || octets.isEmpty()) {
            report(DkimProblem.ofTag(Kind.INVALID_BASE64, tag));
        }
        return octets;
    }

    private List<String> queryMethods() {
        Tag tag = tags.tag("q");
        return tag == null ? DEFAULT_QUERY_METHODS : tag.items(':');
    }

    // §3.5: up to 76 digits. More than a long can hold is more than any body has.
    private @Nullable Long bodyLength() {
        String digits = digits("l", LENGTH_DIGITS);
        if (digits == null) {
            return null;
        }
        long length = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            length = length > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * length + digit;
        }
        return length;
    }

    private @Nullable Instant time(String name) {
        String digits = digits(name, Integer.MAX_VALUE);
        if (digits == null) {
            return null;
        }
        return Instant.ofEpochSecond(digits.length() > TIME_DIGITS ? INFINITE_TIME : Long.parseLong(digits));
    }

    private @Nullable String digits(String name, int max) {
        Tag tag = tags.tag(name);
        if (tag == null) {
            return null;
        }
        String value = tag.value();
        if (value.isEmpty() || value.length() > max || !isDigits(value)) {
            report(DkimProblem.ofTag(Kind.INVALID_NUMBER, name, value));
            return null;
        }
        return value;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private Tag required(String name) {
        return Objects.requireNonNull(tags.tag(name), name);
    }

    private void report(DkimProblem found) {
        if (problem == null) {
            problem = found;
        }
    }
}
