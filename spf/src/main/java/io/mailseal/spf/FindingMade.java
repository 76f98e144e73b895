package io.mailseal.spf;

import io.mailseal.core.DomainName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link SpfFinding}. */
record FindingMade(
        Code code, @Nullable DomainName domain, @Nullable String termText, int position, String explanation)
        implements SpfFinding {

    @Override
    public Optional<DomainName> recordDomain() {
        return Optional.ofNullable(domain);
    }

    @Override
    public Optional<String> term() {
        return Optional.ofNullable(termText);
    }
}
