package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link DmarcFinding}. */
record FindingMade(
        Code code, @Nullable DomainName domain, @Nullable String tagText, int position, String explanation)
        implements DmarcFinding {

    @Override
    public Optional<DomainName> recordDomain() {
        return Optional.ofNullable(domain);
    }

    @Override
    public Optional<String> tag() {
        return Optional.ofNullable(tagText);
    }
}
