package io.mailseal.dns;

import io.mailseal.core.DomainName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * The keys from which trust in DNS begins: those of the root, or of zones that an operator signs for himself. At least
 * one. Immutable, and safe for use by several threads.
 *
 * <p>Text is read in two forms, and which one it is shows at its first character:
 *
 * <ul>
 *   <li>DS and DNSKEY records as in a zone file, of one zone or several, such as {@code . IN DS 20326 8 2 E06D44B8...},
 *       with comments, and parentheses around what goes over several lines. A name is absolute with or without its
 *       final dot. Directives ({@code $ORIGIN}) and records of other types are errors.
 *   <li>{@code root-anchors.xml}, as IANA publishes it. An anchor counts only from its {@code validFrom} until its
 *       {@code validUntil}. A zone none of whose anchors is valid at some time is bogus at that time.
 * </ul>
 *
 * <p>Nothing is passed over in silence: text without any anchor, or with one that is damaged, is an error. Anchors of
 * algorithms that are not supported can be read, so that a file may have them beside others.
 *
 * @rfc 4033 2
 * @rfc 9718 2
 */
public final class TrustAnchors {

    /** The largest file that is read, in octets; also the longest text, in characters. */
    public static final int MAX_OCTETS = 1 << 18;

    private static final String IANA = """
            . IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
            . IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
            """;

    private final Map<DomainName, Set<TrustAnchor>> anchors;
    private final Map<Name, Set<TrustAnchor>> byWireName = new HashMap<>();

    private TrustAnchors(List<TrustAnchor> all) {
        this.anchors = all.stream()
                .collect(Collectors.groupingBy(
                        TrustAnchor::zone, TreeMap::new, Collectors.toCollection(LinkedHashSet::new)));
        anchors.forEach((zone, some) -> byWireName.put(WireName.of(zone), some));
    }

    /** Those of the root zone, as IANA publishes them: 20326 of 2017, and 38696 of 2024. */
    public static TrustAnchors iana() {
        return parse(IANA);
    }

    /**
     * Those in a text.
     *
     * @throws IllegalArgumentException if there is none, if the text is longer than {@link #MAX_OCTETS}, or if anything
     *     in it cannot be read; the message says in which line, and why
     */
    public static TrustAnchors parse(String text) {
        if (text.length() > MAX_OCTETS) {
            throw new IllegalArgumentException("more than " + MAX_OCTETS + " octets are no trust anchors");
        }
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<TrustAnchor> all =
                body.stripLeading().startsWith("<") ? RootAnchorsXml.parse(body) : AnchorMasterFile.parse(body);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("there is no trust anchor in it");
        }
        return new TrustAnchors(all);
    }

    /**
     * Those in a file, which is in UTF-8, or in ASCII.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException as {@link #parse} does, with the name of the file; or if it is not in UTF-8
     */
    public static TrustAnchors load(Path file) throws IOException {
        byte[] octets;
        try (InputStream in = Files.newInputStream(file)) {
            octets = in.readNBytes(MAX_OCTETS + 1);
        }
        try {
            if (octets.length > MAX_OCTETS) {
                throw new IllegalArgumentException("more than " + MAX_OCTETS + " octets are no trust anchors");
            }
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            throw new IllegalArgumentException(file + ": it is not in UTF-8", notUtf8);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    /** The zones that have one. */
    public Set<DomainName> zones() {
        return Set.copyOf(anchors.keySet());
    }

    /** Whether this zone has one, be it valid now or not. */
    boolean has(Name zone) {
        return byWireName.containsKey(zone);
    }

    /**
     * What points to the keys of this zone now; empty for a zone without an anchor. A zone whose anchors are not valid
     * now has pointers that lead nowhere.
     */
    Optional<KeySetCheck.Pointers> of(Name zone, Instant now) {
        Set<TrustAnchor> some = byWireName.get(zone);
        return some == null ? Optional.empty() : Optional.of(pointers(zone, some, now));
    }

    private static KeySetCheck.Pointers pointers(Name zone, Set<TrustAnchor> some, Instant now) {
        List<DSRecord> digests = new ArrayList<>();
        List<DNSKEYRecord> keys = new ArrayList<>();
        for (TrustAnchor anchor : some) {
            if (!anchor.validity().includes(now)) {
                continue;
            }
            if (anchor instanceof TrustAnchor.Digest digest) {
                digests.add(digest.asRecord(zone));
            } else if (anchor instanceof TrustAnchor.Key key) {
                keys.add(key.asRecord(zone));
            }
        }
        return new KeySetCheck.Pointers(digests, keys);
    }

    /** Whether each zone has an anchor of a supported algorithm that is valid at this time. */
    boolean isUsable(DnssecAlgorithms algorithms, Instant now) {
        return unusable(algorithms, now).isEmpty();
    }

    /** The zones that have none. */
    Set<DomainName> unusable(DnssecAlgorithms algorithms, Instant now) {
        return anchors.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .noneMatch(anchor -> anchor.validity().includes(now) && anchor.isSupported(algorithms)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustAnchors that && anchors.equals(that.anchors);
    }

    @Override
    public int hashCode() {
        return anchors.hashCode();
    }

    /** For people: each zone with the number of its anchors. */
    @Override
    public String toString() {
        return anchors.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue().size() + ")")
                .collect(Collectors.joining(", ", "TrustAnchors[", "]"));
    }
}
