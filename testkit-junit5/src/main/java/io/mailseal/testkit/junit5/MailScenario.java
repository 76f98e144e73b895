package io.mailseal.testkit.junit5;

import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcHandling.Action;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.TestMessage;
import io.mailseal.testkit.VirtualClock;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What happens to mail, ready for tests: a message, the envelope in which it arrives, DNS as it is then, and what
 * should come out. All of it is the same in each run.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @EnumSource
 * void filesMail(MailScenario scenario) {
 *     MailGateway gateway = new MailGateway(scenario.dns(), scenario::now);
 *     Folder folder = gateway.receive(scenario.message().toByteArray(), scenario.envelope());
 *     assertEquals(scenario.expectation().handling() == QUARANTINE ? JUNK : INBOX, folder);
 * }
 * }</pre>
 *
 * <p>Alice writes to Bob: {@code alice@example.com}, whose server is {@code mail.example.com} at 192.0.2.25, and whose
 * domain has SPF, a key and the policy {@code p=reject}; {@code bob@example.net}, whose server is {@code
 * mx.example.net}. On the way there may be {@code forwarder.example.org} at 198.51.100.7, or the mailing list {@code
 * friends@lists.example.org} at 198.51.100.20. Eve sends from 203.0.113.66.
 *
 * <p>New scenarios may come, so a test over all of them should ask for what is {@linkplain #expectation expected}
 * rather than list them.
 */
@SuppressWarnings("ImmutableEnumChecker") // the letters are methods without state, and the expectation is made of enums
public enum MailScenario {
    /** Alice's server sends what it has signed. */
    ALIGNED(
            Letters::signed,
            ScenarioRoute.ALICE,
            "",
            SpfStatus.PASS,
            DkimStatus.PASS,
            DmarcStatus.PASS,
            Action.DELIVER),

    /** Alice's server sends, and has not signed: SPF is enough. */
    UNSIGNED(
            Letters::plain, ScenarioRoute.ALICE, "", SpfStatus.PASS, DkimStatus.NONE, DmarcStatus.PASS, Action.DELIVER),

    /** Bob has another address, from which mail is forwarded as it is: the signature survives, SPF does not. */
    FORWARDED(
            Letters::forwarded,
            ScenarioRoute.FORWARDER,
            "",
            SpfStatus.FAIL,
            DkimStatus.PASS,
            DmarcStatus.PASS,
            Action.DELIVER),

    /**
     * The same, and the forwarder has put a sender of its own into the envelope: SPF passes for a domain that is not
     * Alice's.
     */
    FORWARDED_WITH_OWN_SENDER(
            Letters::forwarded,
            ScenarioRoute.FORWARDER_AS_SENDER,
            "",
            SpfStatus.PASS,
            DkimStatus.PASS,
            DmarcStatus.PASS,
            Action.DELIVER),

    /**
     * A mailing list has marked the subject and added a footer, which breaks the signature. Nothing is wrong with this
     * mail.
     */
    MAILING_LIST(
            Letters::listed,
            ScenarioRoute.LIST,
            "",
            SpfStatus.PASS,
            DkimStatus.FAIL,
            DmarcStatus.FAIL,
            Action.QUARANTINE),

    /** The same, but the list has made itself the author, and has signed. */
    MAILING_LIST_AS_AUTHOR(
            Letters::listedAsAuthor,
            ScenarioRoute.LIST,
            "",
            SpfStatus.PASS,
            DkimStatus.PASS,
            DmarcStatus.PASS,
            Action.DELIVER),

    /** Eve says that she is Alice. */
    FORGED(Letters::plain, ScenarioRoute.EVE, "", SpfStatus.FAIL, DkimStatus.NONE, DmarcStatus.FAIL, Action.QUARANTINE),

    /** The same, with an Authentication-Results field in the name of Bob's server, which says that all is well. */
    FORGED_WITH_RESULTS(
            Letters::withForgedResults,
            ScenarioRoute.EVE,
            "",
            SpfStatus.FAIL,
            DkimStatus.NONE,
            DmarcStatus.FAIL,
            Action.QUARANTINE),

    /** The same to a domain that only watches: its policy is none. */
    FORGED_BUT_MONITORED(
            Letters::plain,
            ScenarioRoute.EVE,
            "_dmarc.example.com TXT \"v=DMARC1; p=none\"",
            SpfStatus.FAIL,
            DkimStatus.NONE,
            DmarcStatus.FAIL,
            Action.DELIVER),

    /** Eve says that she is Alice, but of a domain of Eve's own that looks like Alice's: it passes all there is. */
    LOOKALIKE(
            Letters::lookalike,
            ScenarioRoute.LOOKALIKE,
            "",
            SpfStatus.PASS,
            DkimStatus.PASS,
            DmarcStatus.PASS,
            Action.DELIVER),

    /** What Alice has signed, with another text, from Eve. */
    ALTERED(
            Letters::altered,
            ScenarioRoute.EVE,
            "",
            SpfStatus.FAIL,
            DkimStatus.FAIL,
            DmarcStatus.FAIL,
            Action.QUARANTINE),

    /** Forwarded when the signature had expired a day ago. */
    SIGNATURE_EXPIRED(
            Letters::expired,
            ScenarioRoute.FORWARDER,
            "",
            SpfStatus.FAIL,
            DkimStatus.POLICY,
            DmarcStatus.FAIL,
            Action.QUARANTINE),

    /** Forwarded when Alice's domain had revoked the key. */
    KEY_REVOKED(
            Letters::forwarded,
            ScenarioRoute.FORWARDER,
            "test._domainkey.example.com TXT \"v=DKIM1; p=\"",
            SpfStatus.FAIL,
            DkimStatus.PERMERROR,
            DmarcStatus.FAIL,
            Action.QUARANTINE),

    /** Forwarded while the key can't be looked up: nobody knows whether it would pass. */
    KEY_UNREACHABLE(
            Letters::forwarded,
            ScenarioRoute.FORWARDER,
            "$FAULT test._domainkey.example.com SERVFAIL",
            SpfStatus.FAIL,
            DkimStatus.TEMPERROR,
            DmarcStatus.TEMPERROR,
            Action.DEFER),

    /** Alice's server sends what it has signed, and no name server of the domain answers. */
    DNS_BROKEN(
            Letters::signed,
            ScenarioRoute.ALICE,
            "$FAULT example.com TIMEOUT\n$FAULT *.example.com TIMEOUT",
            SpfStatus.TEMPERROR,
            DkimStatus.TEMPERROR,
            DmarcStatus.TEMPERROR,
            Action.DEFER),

    /** The same, but they answer, and DNSSEC says that the answers are forged. */
    DNS_BOGUS(
            Letters::signed,
            ScenarioRoute.ALICE,
            "$FAULT example.com BOGUS\n$FAULT *.example.com BOGUS",
            SpfStatus.TEMPERROR,
            DkimStatus.TEMPERROR,
            DmarcStatus.TEMPERROR,
            Action.DEFER),

    /** Alice's server sends, has not signed, and her domain has two SPF records, which is as good as none. */
    SPF_BROKEN(
            Letters::plain,
            ScenarioRoute.ALICE,
            "example.com TXT \"v=spf1 ip4:192.0.2.25 -all\"\nexample.com TXT \"v=spf1 mx -all\"",
            SpfStatus.PERMERROR,
            DkimStatus.NONE,
            DmarcStatus.FAIL,
            Action.QUARANTINE),

    /** Mail of a domain that publishes nothing at all. */
    NOTHING_PUBLISHED(
            Letters::ofPlainDomain,
            ScenarioRoute.PLAIN_DOMAIN,
            "",
            SpfStatus.NONE,
            DkimStatus.NONE,
            DmarcStatus.NONE,
            Action.DELIVER),

    /** Alice's server reports that something could not be delivered: the sender in the envelope is empty. */
    BOUNCE(
            Letters::bounce,
            ScenarioRoute.BOUNCE,
            "",
            SpfStatus.PASS,
            DkimStatus.NONE,
            DmarcStatus.PASS,
            Action.DELIVER),

    /** Two authors of two domains: DMARC can't tell whose policy to follow. */
    TWO_AUTHORS(
            Letters::byTwo,
            ScenarioRoute.ALICE,
            "",
            SpfStatus.PASS,
            DkimStatus.NONE,
            DmarcStatus.PERMERROR,
            Action.QUARANTINE),

    /** No From field. */
    NO_AUTHOR(
            Letters::byNobody,
            ScenarioRoute.ALICE,
            "",
            SpfStatus.PASS,
            DkimStatus.NONE,
            DmarcStatus.PERMERROR,
            Action.QUARANTINE);

    private final Supplier<TestMessage> letter;
    private final ScenarioRoute route;
    private final String zone;
    private final MailExpectation expectation;

    MailScenario(
            Supplier<TestMessage> letter,
            ScenarioRoute route,
            String zone,
            SpfStatus spf,
            DkimStatus dkim,
            DmarcStatus dmarc,
            Action handling) {
        this.letter = letter;
        this.route = route;
        this.zone = zone;
        this.expectation = new MailExpectation(spf, dkim, dmarc, handling);
    }

    /** The message as it arrives. */
    public TestMessage message() {
        return letter.get();
    }

    /** Who sends it to Bob's server. */
    public SmtpEnvelope envelope() {
        return route.envelope();
    }

    /** Whom it is for. */
    public String recipient() {
        return Letters.BOB;
    }

    /** DNS as it is then: another one each time, with a log of its own. It answers at once. */
    public InMemoryDns dns() {
        return ScenarioRoute.world().withZone(zone);
    }

    /** When it arrives. Signatures that expire depend on it. */
    public Instant now() {
        return VirtualClock.DEFAULT_START;
    }

    /** What should come out, by default settings. */
    public MailExpectation expectation() {
        return expectation;
    }

    /** What does come out, by default settings: for tests of what an application makes of a result. */
    public InboundResult authenticate() {
        InboundAuthenticator inbound = InboundAuthenticator.builder()
                .dns(dns().sessions())
                .clock(this::now)
                .build();
        try {
            return inbound.authenticate(message().open(), envelope());
        } catch (IOException impossible) {
            throw new IllegalStateException("a message in memory does not fail to be read", impossible);
        }
    }
}
