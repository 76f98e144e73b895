package io.mailseal.testkit.junit5;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.dkim.DkimSigningResult;
import io.mailseal.dkim.DkimSigningStatus;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.TestMessage;
import io.mailseal.testkit.VirtualClock;
import java.util.function.UnaryOperator;

/**
 * Signs messages for a domain, and knows what must be in DNS for that: immutable and thread-safe.
 *
 * <pre>{@code
 * TestSigner signer = TestSigner.of("example.com");
 * TestMessage signed = signer.sign(message);
 * InMemoryDns published = signer.publishedIn(dns);
 * }</pre>
 *
 * <p>In a test with {@link MailTestExtension} a parameter with {@link SignsFor} is one whose key is published already.
 *
 * <p>The key is an RSA key of 2048 bits that is the same in each run and known to everybody, and the time of signing is
 * {@link VirtualClock#DEFAULT_START}: a message is the same octets each time. Signers for several domains have the same
 * key.
 */
public final class TestSigner {

    /** The selector of those that were given no other. */
    public static final String DEFAULT_SELECTOR = "test";

    private final DomainName domain;
    private final DomainName selector;
    private final DkimPrivateKey key;
    private final UnaryOperator<DkimSigner.Builder> settings;

    private TestSigner(
            DomainName domain, DomainName selector, DkimPrivateKey key, UnaryOperator<DkimSigner.Builder> settings) {
        this.domain = domain;
        this.selector = selector;
        this.key = key;
        this.settings = settings;
    }

    /**
     * One for this domain.
     *
     * @throws IllegalArgumentException if it is no domain name
     */
    public static TestSigner of(String domain) {
        return of(DomainName.of(domain));
    }

    /** One for this domain. */
    public static TestSigner of(DomainName domain) {
        return new TestSigner(domain, DomainName.of(DEFAULT_SELECTOR), TestKeys.rsa(), UnaryOperator.identity());
    }

    /**
     * The same with another selector.
     *
     * @throws IllegalArgumentException if it is no domain name
     */
    public TestSigner withSelector(String newSelector) {
        return new TestSigner(domain, DomainName.of(newSelector), key, settings);
    }

    /** The same with an Ed25519 key, which is known to everybody, too. */
    public TestSigner withEd25519() {
        return withKey(TestKeys.ed25519());
    }

    /** The same with a key of the test's own, such as {@link DkimPrivateKey#generate} makes. */
    public TestSigner withKey(DkimPrivateKey newKey) {
        return new TestSigner(domain, selector, newKey, settings);
    }

    /**
     * The same with settings of its own, applied after those that were there: {@code signer.with(builder ->
     * builder.validFor(Duration.ofDays(1)))}. Domain and key are set already.
     */
    public TestSigner with(UnaryOperator<DkimSigner.Builder> more) {
        return new TestSigner(domain, selector, key, builder -> more.apply(settings.apply(builder)));
    }

    /** {@code d=}: the domain that signs. */
    public DomainName domain() {
        return domain;
    }

    /** {@code s=}: which of its keys. */
    public DomainName selector() {
        return selector;
    }

    /** The key. */
    public DkimPrivateKey key() {
        return key;
    }

    /** The signer itself, for an application that signs what it sends. */
    public DkimSigner signer() {
        DkimSigner.Builder builder = DkimSigner.builder()
                .domain(domain)
                .key(selector.toString(), key)
                .clock(() -> VirtualClock.DEFAULT_START);
        return settings.apply(builder).build();
    }

    /**
     * The message with a signature on top.
     *
     * @throws IllegalArgumentException if the signer refuses it; the message says why, and {@link #with} may allow it
     */
    public TestMessage sign(TestMessage message) {
        DkimSigningResult result = signer().sign(message.octets());
        if (result.status() != DkimSigningStatus.SIGNED) {
            throw new IllegalArgumentException(result.explanation());
        }
        return message.withFieldsOnTop(result.toHeaderFields());
    }

    /** The line of a zone that publishes the key. */
    public String zoneLine() {
        return key.keyRecord().zoneLine(selector, domain);
    }

    /** A copy of this DNS in which the key is published, in place of what was at its name. */
    public InMemoryDns publishedIn(InMemoryDns dns) {
        return dns.withZone(zoneLine());
    }

    /** For people: domain and selector. */
    @Override
    public String toString() {
        return "d=" + domain + " s=" + selector;
    }
}
