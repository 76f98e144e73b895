package io.mailseal.dns;

import io.mailseal.core.DomainName;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSKEYRecord;

/**
 * Reads the file in which IANA publishes the anchors of the root zone, {@code root-anchors.xml}. What the file may have
 * is read strictly: an element that is not known is refused, so that no anchor is overlooked.
 *
 * @rfc 9718 2.1
 */
final class RootAnchorsXml {

    private static final Set<String> FIELDS =
            Set.of("KeyTag", "Algorithm", "DigestType", "Digest", "PublicKey", "Flags");

    private final XMLStreamReader xml;
    private final List<TrustAnchor> anchors = new ArrayList<>();
    private @Nullable DomainName zone;
    private int line = 1;

    private RootAnchorsXml(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** @throws IllegalArgumentException that says where, and what is wrong there */
    static List<TrustAnchor> parse(String text) {
        XMLStreamReader xml;
        try {
            xml = factory().createXMLStreamReader(new StringReader(text));
        } catch (XMLStreamException noXml) {
            throw new IllegalArgumentException(described(noXml), noXml);
        }
        RootAnchorsXml reader = new RootAnchorsXml(xml);
        try {
            reader.read();
            return reader.anchors;
        } catch (XMLStreamException noXml) {
            throw new IllegalArgumentException(described(noXml), noXml);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("line " + reader.line + ": " + wrong.getMessage(), wrong);
        }
    }

    // The platform's own, whatever is on the class path; nothing is ever fetched, and no entity is expanded.
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    private static String described(XMLStreamException noXml) {
        int line = noXml.getLocation() == null ? 1 : noXml.getLocation().getLineNumber();
        return "line " + line + ": no well-formed XML";
    }

    private void read() throws XMLStreamException {
        nextElement();
        require(xml.isStartElement() && xml.getLocalName().equals("TrustAnchor"), "no TrustAnchor element");
        while (nextElement()) {
            switch (xml.getLocalName()) {
                case "Zone" -> zone = AnchorFields.zone(text());
                case "KeyDigest" -> anchors.add(keyDigest());
                default ->
                    throw new IllegalArgumentException(
                            "an element that is not known: " + AnchorFields.shown(xml.getLocalName()));
            }
        }
        while (xml.hasNext()) {
            xml.next(); // whatever follows has to be XML as well
        }
    }

    // Whether another element begins before the one around it ends.
    private boolean nextElement() throws XMLStreamException {
        int event = xml.next();
        while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
            require(isNothing(event), "text, a document type or an entity where an element should be");
            event = xml.next();
        }
        line = xml.getLocation().getLineNumber();
        return event == XMLStreamConstants.START_ELEMENT;
    }

    private boolean isNothing(int event) {
        return switch (event) {
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                xml.isWhiteSpace();
            case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION -> true;
            default -> false;
        };
    }

    private TrustAnchor keyDigest() throws XMLStreamException {
        DomainName owner = zone;
        if (owner == null) {
            throw new IllegalArgumentException("a key without the name of its zone before it");
        }
        TrustAnchor.Validity validity = new TrustAnchor.Validity(
                time("validFrom", TrustAnchor.Validity.ALWAYS.from()),
                time("validUntil", TrustAnchor.Validity.ALWAYS.until()));
        Map<String, String> fields = new HashMap<>();
        int begin = line;
        while (nextElement()) {
            String name = xml.getLocalName();
            require(FIELDS.contains(name), "an element that is not known: " + AnchorFields.shown(name));
            require(fields.put(name, text()) == null, "a second element " + name);
        }
        line = begin;
        String algorithm = field(fields, "Algorithm");
        TrustAnchor.Digest anchor = AnchorFields.digest(
                owner,
                field(fields, "KeyTag"),
                algorithm,
                field(fields, "DigestType"),
                field(fields, "Digest"),
                validity);
        requireSame(anchor, fields.get("PublicKey"), fields.get("Flags"), algorithm);
        return anchor;
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a key without an element " + name);
        }
        return value;
    }

    // The key itself is there for those who want a DNSKEY record. It has to be the one of the digest.
    private static void requireSame(
            TrustAnchor.Digest anchor, @Nullable String key, @Nullable String flags, String algorithm) {
        require((key == null) == (flags == null), "PublicKey and Flags belong together");
        if (key == null || flags == null) {
            return;
        }
        DNSKEYRecord dnskey = AnchorFields.key(anchor.zone(), flags, "3", algorithm, key, anchor.validity())
                .asRecord(WireName.of(anchor.zone()));
        require(dnskey.getFootprint() == anchor.tag(), "the key has the tag " + dnskey.getFootprint());
        if (DnssecAlgorithms.ALL.supportsDigest(anchor.kind())) {
            require(
                    DigestOfKey.of(dnskey, anchor.kind()).digest().equals(anchor.digest()),
                    "the key has another digest");
        }
    }

    private Instant time(String attribute, Instant otherwise) {
        String value = xml.getAttributeValue(null, attribute);
        if (value == null) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(value.strip()).toInstant();
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException(
                    attribute + " is no date and time with a zone: " + AnchorFields.shown(value), wrong);
        }
    }

    // Blanks and line ends may be anywhere in hexadecimal and base64.
    private String text() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        xml.getElementText().chars().filter(c -> c > ' ').forEach(c -> text.append((char) c));
        return text.toString();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
