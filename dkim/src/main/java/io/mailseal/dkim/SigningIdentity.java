package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * On whose behalf a domain signs: the value of {@code i=}, being written.
 *
 * @rfc 6376 3.5
 */
final class SigningIdentity {

    // RFC 5321 §4.5.3.1.1
    private static final int MAX_LOCAL_PART = 64;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private SigningIdentity() {}

    /**
     * The value for an identity that is like a mail address, at or below the domain.
     *
     * @throws IllegalArgumentException if it is not
     */
    static String encode(String identity, DomainName signingDomain) {
        int at = identity.lastIndexOf('@');
        DomainName domain = domain(identity);
        if (at < 0 || !domain.isAtOrBelow(signingDomain)) {
            throw new IllegalArgumentException(
                    "an identity is at or below the signing domain " + signingDomain + ": " + identity);
        }
        byte[] localPart = identity.substring(0, at).getBytes(StandardCharsets.UTF_8);
        if (localPart.length > MAX_LOCAL_PART) {
            throw new IllegalArgumentException("a local part has at most " + MAX_LOCAL_PART + " octets: " + identity);
        }
        return encode(localPart) + "@" + domain;
    }

    /**
     * The domain of an identity.
     *
     * @throws IllegalArgumentException if it is none that a tag can hold
     */
    static DomainName domain(String identity) {
        return DomainName.ofUnicode(identity.substring(identity.lastIndexOf('@') + 1))
                .filter(name ->
                        SigningDomain.parse(name.toString()) != null) // a name may hold any octet, a tag may not
                .orElseThrow(() -> new IllegalArgumentException("no identity, for its domain: " + identity));
    }

    // §2.11: dkim-quoted-printable. What is not ASCII is encoded, too, which RFC 8616 §5 leaves open: so nothing on
    // the way has to know about it.
    private static String encode(byte[] octets) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : octets) {
            boolean control = octet >= 0 && octet < 0x20 || octet == 0x7F;
            if (control) {
                throw new IllegalArgumentException("a control character in an identity");
            }
            if (octet > 0x20 && octet != ';' && octet != '=') {
                encoded.append((char) octet);
            } else {
                encoded.append('=').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }
}
