package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.syntax.TagList;
import io.mailseal.mime.AuthorAddress;
import io.mailseal.mime.AuthorAddresses;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a header has that lists can be asked about. */
final class HeaderSubjects {

    /** Of the fields of one name no more are read; the limits of a check are lower in any case. */
    private static final int MOST_FIELDS = 100;

    private static final byte[] FROM = "From:".getBytes(StandardCharsets.US_ASCII);

    private HeaderSubjects() {}

    static void addTo(BlocklistRequest.Builder request, HeaderBlock header) {
        add(request, AuthorAddresses.of(header), SubjectSource.FROM);
        for (HeaderField field : some(header.fields("Reply-To"))) {
            add(request, asAuthors(field), SubjectSource.REPLY_TO);
        }
        for (HeaderField field : some(header.fields("DKIM-Signature"))) {
            TagList.parse(field.rawValue())
                    .first("d")
                    .flatMap(tag -> DomainName.ofUnicode(tag.value().strip()))
                    .ifPresent(domain -> request.domain(domain, SubjectSource.DKIM_DOMAIN));
        }
    }

    private static List<HeaderField> some(List<HeaderField> fields) {
        return fields.subList(0, Math.min(fields.size(), MOST_FIELDS));
    }

    // RFC 5322 §3.6.2: both fields are lists of addresses, and one reader is enough.
    private static AuthorAddresses asAuthors(HeaderField field) {
        Octets value = field.rawValue();
        byte[] octets = new byte[FROM.length + value.length()];
        System.arraycopy(FROM, 0, octets, 0, FROM.length);
        value.copyTo(octets, FROM.length);
        return AuthorAddresses.of(HeaderBlock.parse(Octets.of(octets)));
    }

    private static void add(BlocklistRequest.Builder request, AuthorAddresses authors, SubjectSource source) {
        for (AuthorAddress author : authors.addresses()) {
            request.email(author.localPart() + "@" + author.domain(), source);
        }
    }
}
