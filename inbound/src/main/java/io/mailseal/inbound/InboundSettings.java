package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.dkim.DkimVerifier;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.spf.SpfEvaluator;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one authenticator does with every message.
 *
 * @param helo whether SPF is evaluated for HELO
 * @param iprev null if the client's names are not looked up
 */
record InboundSettings(
        InstantSource clock,
        @Nullable DomainName receiver,
        MessageLimits limits,
        SpfEvaluator spf,
        boolean helo,
        @Nullable IprevEvaluator iprev,
        DkimVerifier dkim,
        DmarcEvaluator dmarc,
        @Nullable IntSupplier draws,
        List<JoinedMethod> methods,
        @Nullable InboundListener listener) {}
