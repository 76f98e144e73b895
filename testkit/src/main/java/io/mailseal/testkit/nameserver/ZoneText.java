package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.zonefile.ZoneEntry;
import io.mailseal.testkit.zonefile.ZoneFields;
import io.mailseal.testkit.zonefile.ZoneScanner;
import io.mailseal.testkit.zonefile.ZoneSyntaxException;
import io.mailseal.testkit.zonefile.ZoneToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as in a master file: any type that {@link RecordData} knows, and all others as {@code TYPE123 \# length hex}.
 *
 * @rfc 1035 5.1
 */
final class ZoneText {

    private static final long DEFAULT_TTL = 3600;

    private final Map<DnsQuestion, RecordSet> sets = new LinkedHashMap<>();
    private DomainName origin;
    private long defaultTtl = DEFAULT_TTL;
    private @Nullable DomainName owner;

    private ZoneText(DomainName origin) {
        this.origin = origin;
    }

    /**
     * The records of this text, in its order.
     *
     * @throws IllegalArgumentException with the number of the line, and what is wrong there
     */
    static List<RecordSet> read(DomainName origin, String text) {
        ZoneText reader = new ZoneText(origin);
        for (ZoneEntry entry : ZoneScanner.scan(Octets.ofUtf8(text).toLatin1())) {
            try {
                reader.read(entry);
            } catch (IllegalArgumentException bad) {
                throw new ZoneSyntaxException(entry.line(), bad);
            }
        }
        return List.copyOf(reader.sets.values());
    }

    private void read(ZoneEntry entry) {
        ZoneFields fields = new ZoneFields(entry.tokens(), origin);
        ZoneToken first = entry.tokens().get(0);
        if (first.is("$ORIGIN")) {
            fields.take("$ORIGIN");
            origin = fields.takeName("the origin");
            fields.end();
        } else if (first.is("$TTL")) {
            fields.take("$TTL");
            defaultTtl = fields.takeTtl("the default").toSeconds();
            fields.end();
        } else {
            readRecord(fields, entry.ownerOmitted());
        }
    }

    private void readRecord(ZoneFields fields, boolean ownerOmitted) {
        DomainName name = ownerOmitted ? owner : fields.takeName("the owner");
        if (name == null) {
            throw new IllegalArgumentException("the line begins with a blank, but there is no owner before it");
        }
        owner = name;
        long ttl = takeTtlAndClass(fields);
        DnsType type = RecordTypes.parse(fields.takeWord("the type"));
        Octets data = RecordData.read(type, fields);
        sets.merge(
                new DnsQuestion(name, type),
                RecordSet.of(name, type, ttl, data),
                (present, added) -> present.with(ttl, data));
    }

    // Each may be there or not, in any order.
    private long takeTtlAndClass(ZoneFields fields) {
        long ttl = defaultTtl;
        while (true) {
            ZoneToken next = fields.peek("the type");
            if (next.is("IN")) {
                fields.take("IN");
            } else if (ZoneFields.ttl(next.text()) != null) {
                ttl = fields.takeTtl("the time to live").toSeconds();
            } else {
                return ttl;
            }
        }
    }

    /** One record of a set to a line, names absolute. */
    static void format(RecordSet set, StringBuilder into) {
        for (Octets data : set.data()) {
            into.append(RecordData.absolute(set.owner().toString()))
                    .append(' ')
                    .append(set.ttl())
                    .append(" IN ");
            into.append(set.type().toString()).append(' ');
            into.append(RecordData.format(set.type(), data)).append('\n');
        }
    }
}
