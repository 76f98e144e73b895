package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.message.HeaderField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a DKIM-Signature field says: a claim, which anybody can write. Whether it is true is in a
 * {@link DkimSignatureResult}. Immutable; two of them are equal if their fields are, octet by octet.
 *
 * @rfc 6376 3.5
 */
public final class DkimSignature {

    private final HeaderField field;
    private final Tags tags;

    /** What the tags mean, decoded. */
    record Tags(
            String algorithm,
            DkimCanonicalization headerCanonicalization,
            DkimCanonicalization bodyCanonicalization,
            DomainName domain,
            DomainName selector,
            DnsQuestion keyQuestion,
            String identity,
            DomainName identityDomain,
            List<String> signedFields,
            List<String> queryMethods,
            Octets bodyHash,
            Octets signature,
            @Nullable Long bodyLength,
            @Nullable Instant timestamp,
            @Nullable Instant expiry,
            int signatureStart,
            int signatureEnd) {}

    DkimSignature(HeaderField field, Tags tags) {
        this.field = field;
        this.tags = tags;
    }

    /** The field as it arrived. */
    public HeaderField field() {
        return field;
    }

    /** {@code a=}: the algorithm by its word, which may be one that is not supported. */
    public String algorithm() {
        return tags.algorithm;
    }

    /** {@code c=}, its first half. */
    public DkimCanonicalization headerCanonicalization() {
        return tags.headerCanonicalization;
    }

    /** {@code c=}, its second half. */
    public DkimCanonicalization bodyCanonicalization() {
        return tags.bodyCanonicalization;
    }

    /** {@code d=}: the domain that takes responsibility, in A-labels. */
    public DomainName domain() {
        return tags.domain;
    }

    /** {@code s=}: which of the keys of the domain. */
    public DomainName selector() {
        return tags.selector;
    }

    /** Where the key is: the text record of {@code selector._domainkey.domain}. */
    public DnsQuestion keyQuestion() {
        return tags.keyQuestion;
    }

    /** {@code i=}: on whose behalf the domain signed, like a mail address; without the tag {@code @domain}. */
    public String identity() {
        return tags.identity;
    }

    /** The domain of the identity. */
    public DomainName identityDomain() {
        return tags.identityDomain;
    }

    /** {@code h=}: the names of the signed fields, as written, in order; repeated as often as they are there. */
    public List<String> signedFields() {
        return tags.signedFields;
    }

    List<String> queryMethods() {
        return tags.queryMethods;
    }

    /** {@code bh=}: the hash of the body. */
    public Octets bodyHash() {
        return tags.bodyHash;
    }

    /** {@code b=}: the signature itself. */
    public Octets signature() {
        return tags.signature;
    }

    /** {@code l=}: how many octets of the canonical body are signed; mostly empty, which means all of them. */
    public OptionalLong bodyLength() {
        return tags.bodyLength == null ? OptionalLong.empty() : OptionalLong.of(tags.bodyLength);
    }

    /** {@code t=}: when it was made. */
    public Optional<Instant> timestamp() {
        return Optional.ofNullable(tags.timestamp);
    }

    /** {@code x=}: when it ends. */
    public Optional<Instant> expiry() {
        return Optional.ofNullable(tags.expiry);
    }

    /** Where in the field the value of {@code b=} begins, with the white space before it. */
    int signatureStart() {
        return tags.signatureStart;
    }

    /** Where in the field the value of {@code b=} ends, with the white space after it. */
    int signatureEnd() {
        return tags.signatureEnd;
    }

    /** Whether the field of this name is signed at least once. */
    boolean signs(String name) {
        return timesSigned(name) > 0;
    }

    /** How often the name is among the signed fields. */
    int timesSigned(String name) {
        int times = 0;
        for (String signed : tags.signedFields) {
            if (AsciiCase.equal(signed, name)) {
                times++;
            }
        }
        return times;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof DkimSignature that && field.equals(that.field);
    }

    // The beginning of the signature proper tells them apart well enough.
    @Override
    public int hashCode() {
        return tags.signature.slice(0, Math.min(tags.signature.length(), 16)).hashCode();
    }

    /** For people: domain, selector and algorithm. */
    @Override
    public String toString() {
        return "d=" + tags.domain + " s=" + tags.selector + " a=" + tags.algorithm;
    }
}
