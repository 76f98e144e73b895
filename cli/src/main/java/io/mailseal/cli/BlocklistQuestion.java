package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.dnsbl.BlocklistRequest;
import io.mailseal.dnsbl.SubjectSource;
import io.mailseal.dnsbl.uri.UriExtraction;
import io.mailseal.dnsbl.uri.UriExtractor;
import java.util.Optional;

/**
 * What lists are asked about.
 *
 * @param extraction where the URIs come from; empty unless it is a message or a URL
 */
record BlocklistQuestion(BlocklistRequest request, Optional<UriExtraction> extraction) {

    /** What a text on the command line means, other than a file; empty if it is nothing that is known. */
    static Optional<BlocklistQuestion> of(String text) {
        Optional<IpAddress> address = IpAddress.parse(text);
        if (address.isPresent()) {
            return of(BlocklistRequest.builder().address(address.get(), SubjectSource.QUESTION));
        }
        if (text.contains("://")) {
            UriExtraction found = UriExtractor.builder().build().extractText(text);
            return found.uris().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BlocklistQuestion(
                            BlocklistRequest.builder().uris(found).build(), Optional.of(found)));
        }
        if (text.indexOf('@') > 0) {
            return of(BlocklistRequest.builder().email(text, SubjectSource.QUESTION));
        }
        return DomainName.ofUnicode(text)
                .filter(name -> !name.isRoot())
                .flatMap(name -> of(BlocklistRequest.builder().domain(name, SubjectSource.QUESTION)));
    }

    private static Optional<BlocklistQuestion> of(BlocklistRequest.Builder builder) {
        BlocklistRequest request = builder.build();
        return request.subjects().isEmpty()
                ? Optional.empty()
                : Optional.of(new BlocklistQuestion(request, Optional.empty()));
    }
}
