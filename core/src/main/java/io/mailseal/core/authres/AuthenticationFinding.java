package io.mailseal.core.authres;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a trusted server found with one method: a registered method, one of its registered results, and what it is about.
 * Only {@link TrustedResults} makes one. Immutable, with equality.
 *
 * @rfc 8601 2.7
 */
public final class AuthenticationFinding {

    // RFC 6008 §4: the whole signature stands there if it is shorter.
    private static final int PREFIX = 8;

    private final String authservId;
    private final AuthenticationMethod method;
    private final ResultCode result;
    private final MethodResult written;

    AuthenticationFinding(String authservId, AuthenticationMethod method, ResultCode result, MethodResult written) {
        this.authservId = authservId;
        this.method = method;
        this.result = result;
        this.written = written;
    }

    /** The server that found it, as it names itself. */
    public String authservId() {
        return authservId;
    }

    /** The method. */
    public AuthenticationMethod method() {
        return method;
    }

    /** The result. */
    public ResultCode result() {
        return result;
    }

    /** Whether the result is {@link ResultCode#PASS}. */
    public boolean isPass() {
        return result == ResultCode.PASS;
    }

    /** The result as it stands in the field, with its reason and comment. */
    public MethodResult written() {
        return written;
    }

    /**
     * The domain that the result is about: {@code smtp.mailfrom} of SPF, or {@code smtp.helo} where that is there alone;
     * {@code header.d} of DKIM and BIMI; {@code header.from} of DMARC and ATPS; {@code header.md} of VBR. Empty where it is
     * missing, no domain name, or said twice; and for SPF with both identities, since only one of them led to the result.
     */
    public Optional<DomainName> domain() {
        return switch (method) {
            case SPF -> spfDomain();
            case DKIM, BIMI -> domain(PropertyType.HEADER, "d");
            case DMARC, DKIM_ATPS -> domain(PropertyType.HEADER, "from");
            case VBR -> domain(PropertyType.HEADER, "md");
            case AUTH, ARC, IPREV, DNSWL -> Optional.empty();
        };
    }

    // RFC 8601 §4: only the parameter that yielded the result is included.
    private Optional<DomainName> spfDomain() {
        boolean mailFrom = !values(PropertyType.SMTP, "mailfrom").isEmpty();
        boolean helo = !values(PropertyType.SMTP, "helo").isEmpty();
        return mailFrom && helo ? Optional.empty() : domain(PropertyType.SMTP, mailFrom ? "mailfrom" : "helo");
    }

    /**
     * The value of a property. Empty where it is missing, or there twice with different values: nobody can know which of
     * them the server meant.
     */
    public Optional<String> text(PropertyType type, String name) {
        List<String> values = values(type, name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    private List<String> values(PropertyType type, String name) {
        return written.properties().stream()
                .filter(property -> property.isNamed(type.word(), name))
                .map(AuthenticationProperty::value)
                .distinct()
                .toList();
    }

    /**
     * The domain in the value of a property: all of it, or what is behind the last at sign. U-labels become A-labels, in lower
     * case and without a final dot. Empty where there is none: also where the value is an address of the network, or has
     * characters that no mail domain has.
     */
    public Optional<DomainName> domain(PropertyType type, String name) {
        return text(type, name)
                .map(value -> value.substring(value.lastIndexOf('@') + 1))
                .filter(domain -> IpAddress.parse(domain).isEmpty())
                .flatMap(DomainName::ofUnicode)
                .filter(domain -> !domain.isRoot() && isOfMail(domain));
    }

    // What mail domains and the domains of keys consist of. An address in brackets, or a stray one, is no domain.
    private static boolean isOfMail(DomainName domain) {
        return domain.toString()
                .chars()
                .allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.');
    }

    /** The value of a property as an address of the network, such as {@code policy.iprev}. Empty where it is none. */
    public Optional<IpAddress> address(PropertyType type, String name) {
        return text(type, name).flatMap(IpAddress::parse);
    }

    /**
     * Whether this result of DKIM can be the one of that signature: {@code header.d} and {@code header.b} agree with it as
     * far as they are there, and one of them is. True for several signatures where the server did not tell them apart.
     *
     * @param signer the domain of the signature, its {@code d=}
     * @param signature the signature itself, its {@code b=} without white space
     * @rfc 6008 4
     */
    public boolean isAbout(DomainName signer, String signature) {
        Optional<DomainName> domain = domain(PropertyType.HEADER, "d");
        Optional<String> prefix = text(PropertyType.HEADER, "b");
        boolean known = method == AuthenticationMethod.DKIM && (domain.isPresent() || prefix.isPresent());
        boolean ofSigner = domain.map(signer::equals)
                .orElse(values(PropertyType.HEADER, "d").isEmpty());
        boolean ofSignature = prefix.map(value -> isPrefix(value, signature))
                .orElse(values(PropertyType.HEADER, "b").isEmpty());
        return known && ofSigner && ofSignature;
    }

    private static boolean isPrefix(String value, String signature) {
        return value.length() < PREFIX ? value.equals(signature) : signature.startsWith(value);
    }

    /** Which signature one service speaks of. The domain is empty where it is not said. */
    record Signature(AuthservId service, String domain, String prefix) {

        /** What two that may be the same one have in common. */
        record Beginning(AuthservId service, String prefix) {}

        Beginning beginning() {
            return new Beginning(service, prefix.substring(0, Math.min(PREFIX, prefix.length())));
        }

        /** Whether both may be about one signature: a prefix may be longer than another, and a domain left out. */
        boolean mayBe(Signature other) {
            boolean sameDomain = domain.equals(other.domain) || domain.isEmpty() || other.domain.isEmpty();
            return sameDomain
                    && service.equals(other.service)
                    && (isPrefix(prefix, other.prefix) || isPrefix(other.prefix, prefix));
        }
    }

    /** The signature, where the service tells which one it means. */
    Optional<Signature> signature() {
        String domain = domain().map(DomainName::toString).orElse("");
        return method == AuthenticationMethod.DKIM
                ? text(PropertyType.HEADER, "b").map(prefix -> new Signature(AuthservId.of(authservId), domain, prefix))
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthenticationFinding that
                && authservId.equals(that.authservId)
                && written.equals(that.written);
    }

    @Override
    public int hashCode() {
        return 31 * authservId.hashCode() + written.hashCode();
    }

    /** As in the field, on one line. */
    @Override
    public String toString() {
        return written.toString();
    }
}
