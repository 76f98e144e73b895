package io.mailseal.spf;

import io.mailseal.core.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * How an evaluator was built.
 *
 * @param receiver the name of this host; null where it is not to be told
 */
record SpfSettings(
        SpfLimits limits,
        boolean prefetching,
        boolean tracing,
        boolean explaining,
        @Nullable DomainName receiver,
        ParsedRecords records) {}
