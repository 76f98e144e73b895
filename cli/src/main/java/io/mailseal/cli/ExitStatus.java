package io.mailseal.cli;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.dkim.DkimKeyCheck;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.dnsbl.BlocklistCheck;
import io.mailseal.dnsbl.BlocklistHealth;
import io.mailseal.dnsbl.BlocklistPurpose;
import io.mailseal.dnsbl.BlocklistResult;
import io.mailseal.dnsbl.ListHealth;
import io.mailseal.dnsbl.ListStatus;
import io.mailseal.spf.SpfStatus;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the program leaves behind for scripts; the same for every command. */
final class ExitStatus {

    static final int OK = 0;
    static final int FAIL = 1;
    static final int TEMPORARY = 2;
    static final int PERMANENT = 3;

    /** The command line makes no sense. (The numbers are those of sysexits.) */
    static final int USAGE = 64;

    /** A file can't be read, or is not what it should be. */
    static final int INPUT = 66;

    /** A fault of the program. */
    static final int SOFTWARE = 70;

    /** A file that was asked for can't be made, or is there already. */
    static final int CREATE = 73;

    /** What there was to say could not be written. */
    static final int OUTPUT = 74;

    private ExitStatus() {}

    static int of(DmarcStatus status) {
        return switch (status) {
            case PASS, NONE -> OK;
            case FAIL -> FAIL;
            case TEMPERROR -> TEMPORARY;
            case PERMERROR -> PERMANENT;
        };
    }

    /**
     * A softfail is no reason to reject by itself.
     *
     * @rfc 7208 8.5
     */
    static int of(SpfStatus status) {
        return switch (status) {
            case PASS, NEUTRAL, NONE, SOFTFAIL -> OK;
            case FAIL -> FAIL;
            case TEMPERROR -> TEMPORARY;
            case PERMERROR -> PERMANENT;
        };
    }

    /** One good signature is enough; without one nothing is known about who signed. */
    static int of(DkimStatus status) {
        return switch (status) {
            case PASS -> OK;
            case FAIL, POLICY -> FAIL;
            case TEMPERROR -> TEMPORARY;
            case PERMERROR, NEUTRAL, NONE -> PERMANENT;
        };
    }

    /** Of a key that should be published. */
    static int of(DkimKeyCheck check) {
        if (check.isReady()) {
            return OK;
        }
        return switch (check.status()) {
            case MATCHES, PUBLISHED, OTHER_KEY, REVOKED, MALFORMED, MULTIPLE, FOREIGN -> FAIL;
            case UNAVAILABLE -> TEMPORARY;
            case NO_RECORD, NO_NAME -> PERMANENT;
        };
    }

    /**
     * Of what a sender finds out.
     *
     * @param refused whether no mail may go to the host in question
     */
    static int of(MtaStsInquiry inquiry, boolean refused) {
        if (refused) {
            return FAIL;
        }
        if (inquiry.policy().isPresent()) {
            return OK;
        }
        return inquiry.isTemporary() ? TEMPORARY : PERMANENT;
    }

    /** What lists say. One that could not be asked might have said something. */
    static int of(BlocklistResult result) {
        if (result.listings().stream().anyMatch(ExitStatus::isBad)) {
            return FAIL;
        }
        List<ListStatus> states =
                result.checks().stream().map(BlocklistCheck::status).toList();
        if (states.contains(ListStatus.UNKNOWN) || states.contains(ListStatus.UNUSABLE)) {
            return TEMPORARY;
        }
        boolean asked = states.contains(ListStatus.LISTED) || states.contains(ListStatus.NOT_LISTED);
        return asked ? OK : PERMANENT;
    }

    private static boolean isBad(BlocklistCheck listing) {
        return listing.purpose() == BlocklistPurpose.BLOCK || listing.weight() > 0;
    }

    /** Whether lists are in order; the worst of them counts. */
    static int of(BlocklistHealth health) {
        Set<ListHealth.Status> states = EnumSet.noneOf(ListHealth.Status.class);
        health.lists().forEach(list -> states.add(list.status()));
        if (states.contains(ListHealth.Status.BROKEN)) {
            return FAIL;
        }
        if (states.contains(ListHealth.Status.UNKNOWN)) {
            return TEMPORARY;
        }
        return states.contains(ListHealth.Status.UNTESTABLE) ? PERMANENT : OK;
    }

    static int of(LintStatus status) {
        return switch (status) {
            case CLEAN, NOTE, WARNING -> OK;
            case ERROR -> FAIL;
            case UNKNOWN -> TEMPORARY;
            case NO_RECORD -> PERMANENT;
        };
    }

    /** An absence is an answer, a failure is none. Aliases in a circle are so tomorrow, too. */
    static int of(Collection<DnsAnswer> answers) {
        Set<DnsFailure> causes = EnumSet.noneOf(DnsFailure.class);
        for (DnsAnswer answer : answers) {
            if (answer instanceof DnsAnswer.Failed failed) {
                causes.add(failed.cause());
            }
        }
        if (causes.isEmpty()) {
            return OK;
        }
        if (causes.contains(DnsFailure.BOGUS)) {
            return FAIL;
        }
        return causes.equals(EnumSet.of(DnsFailure.LOOP)) ? PERMANENT : TEMPORARY;
    }
}
