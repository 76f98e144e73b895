package io.mailseal.testkit;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.zonefile.ZoneEntry;
import io.mailseal.testkit.zonefile.ZoneFields;
import io.mailseal.testkit.zonefile.ZoneScanner;
import io.mailseal.testkit.zonefile.ZoneSyntaxException;
import io.mailseal.testkit.zonefile.ZoneToken;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a zone's text, entry by entry: master file syntax and the directives of {@link InMemoryDns}.
 *
 * @rfc 1035 5.1
 * @rfc 2308 4
 */
final class ZoneReader {

    static final Duration DEFAULT_TTL = Duration.ofHours(1);

    private final InMemoryDns.Builder zone;
    private DomainName origin = DomainName.ROOT;
    private Duration defaultTtl = DEFAULT_TTL;
    private @Nullable DomainName owner;

    private ZoneReader(InMemoryDns.Builder zone) {
        this.zone = zone;
    }

    /** Adds what the text says; it has one character per octet. */
    static void read(String text, InMemoryDns.Builder into) {
        ZoneReader reader = new ZoneReader(into);
        for (ZoneEntry entry : ZoneScanner.scan(text)) {
            try {
                reader.read(entry);
            } catch (IllegalArgumentException bad) {
                throw new ZoneSyntaxException(entry.line(), bad);
            }
        }
    }

    private void read(ZoneEntry entry) {
        ZoneFields fields = new ZoneFields(entry.tokens(), origin);
        ZoneToken first = entry.tokens().get(0);
        if (!first.quoted() && first.text().startsWith("$")) {
            readDirective(fields);
        } else {
            readRecord(fields, entry.ownerOmitted());
        }
    }

    private void readRecord(ZoneFields fields, boolean ownerOmitted) {
        if (!ownerOmitted) {
            owner = fields.takeName("the owner");
        }
        DomainName name = owner;
        if (name == null) {
            throw new IllegalArgumentException("the line begins with a blank, but there is no owner before it");
        }
        Duration ttl = Optional.ofNullable(takeTtlAndClass(fields)).orElse(defaultTtl);
        zone.record(name, ttl, ZoneRecordData.read(fields.takeType(), fields));
    }

    // Each may be there or not, in any order.
    private static @Nullable Duration takeTtlAndClass(ZoneFields fields) {
        Duration ttl = null;
        for (boolean classSeen = false; ; ) {
            ZoneToken next = fields.peek("the type");
            if (next.is("IN") && !classSeen) {
                classSeen = true;
                fields.take("IN");
            } else if (ttl == null && ZoneFields.ttl(next.text()) != null) {
                ttl = fields.takeTtl("the time to live");
            } else {
                return ttl;
            }
        }
    }

    private void readDirective(ZoneFields fields) {
        String directive = fields.takeWord("the directive");
        switch (directive.toUpperCase(Locale.ROOT)) {
            case "$ORIGIN" -> origin = fields.takeName("the origin");
            case "$TTL" -> defaultTtl = fields.takeTtl("the default");
            case "$FAULT" -> readFault(fields);
            case "$DELAY" -> readDelay(fields);
            case "$SECURITY" -> readSecurity(fields);
            default -> throw new IllegalArgumentException("unknown directive " + directive);
        }
        fields.end();
    }

    private void readFault(ZoneFields fields) {
        DomainName name = fields.takeName("the name");
        if (fields.left() > 1) {
            DnsType type = fields.takeType();
            zone.failing(new DnsQuestion(name, type), failure(fields.takeWord("the fault")));
        } else {
            zone.failing(name, failure(fields.takeWord("the fault")));
        }
    }

    private static DnsFailure failure(String text) {
        if (text.equalsIgnoreCase("SERVFAIL")) {
            return DnsFailure.SERVER_FAILURE;
        }
        for (DnsFailure failure : DnsFailure.values()) {
            if (failure.name().equalsIgnoreCase(text) && !failure.isOwnLimit()) {
                return failure;
            }
        }
        throw new IllegalArgumentException("not a fault: " + text + "; there are SERVFAIL, TIMEOUT, REFUSED, BOGUS, "
                + "UNPROVEN, NETWORK, MALFORMED and LOOP");
    }

    private void readDelay(ZoneFields fields) {
        DomainName name = fields.takeName("the name");
        if (fields.left() > 1) {
            DnsType type = fields.takeType();
            zone.delaying(new DnsQuestion(name, type), delay(fields.takeWord("the delay")));
        } else {
            zone.delaying(name, delay(fields.takeWord("the delay")));
        }
    }

    private static Duration delay(String text) {
        boolean milliseconds = text.endsWith("ms");
        int digits = text.length() - (milliseconds ? 2 : 1);
        if (digits < 1 || digits > 9 || !text.endsWith("s")) {
            throw notDelay(text);
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw notDelay(text);
            }
            number = 10 * number + text.charAt(i) - '0';
        }
        return milliseconds ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    }

    private static IllegalArgumentException notDelay(String text) {
        return new IllegalArgumentException("not a delay such as 200ms or 5s: " + text);
    }

    private void readSecurity(ZoneFields fields) {
        DomainName name = fields.takeName("the name");
        String text = fields.takeWord("the status");
        for (DnsSecurity security : DnsSecurity.values()) {
            if (security.name().equalsIgnoreCase(text)) {
                zone.security(name, security);
                return;
            }
        }
        throw new IllegalArgumentException("not a status: " + text + "; there are SECURE, INSECURE and INDETERMINATE");
    }
}
