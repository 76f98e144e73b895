package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.authres.AuthenticationMethod;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.authres.ResultCode;
import io.mailseal.core.dns.DnsSecurity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks as they stand in the Authentication-Results field.
 *
 * @rfc 8904 2
 */
final class ListResults {

    /** What blocklists are called in the field: not registered, so for those who have agreed to it. */
    static final String BLOCKLISTS = "x-dnsbl";

    private ListResults() {}

    /** What allow lists say about the client's address. */
    static List<MethodResult> ofAllowLists(List<BlocklistCheck> checks) {
        List<MethodResult> results = new ArrayList<>();
        for (BlocklistCheck check : checks) {
            if (check.purpose() == BlocklistPurpose.ALLOW && isAboutClient(check) && wasAsked(check)) {
                results.add(described(
                        MethodResult.of(
                                AuthenticationMethod.DNSWL.word(), word(check).word()),
                        check));
            }
        }
        return results;
    }

    private static boolean isAboutClient(BlocklistCheck check) {
        return check.subject() instanceof BlocklistSubject.Address
                && (check.sources().contains(SubjectSource.CLIENT)
                        || check.sources().contains(SubjectSource.AUTHENTICATED_CLIENT)
                        || check.sources().contains(SubjectSource.QUESTION));
    }

    private static boolean wasAsked(BlocklistCheck check) {
        return check.status() != ListStatus.NOT_ASKED;
    }

    // RFC 8904 §2: over quota, refused, or test entries that do not work need somebody to do something.
    private static ResultCode word(BlocklistCheck check) {
        return switch (check.status()) {
            case LISTED -> ResultCode.PASS;
            case NOT_LISTED, NOT_ASKED -> ResultCode.NONE;
            case UNUSABLE -> ResultCode.PERMERROR;
            case UNKNOWN -> ResultCode.TEMPERROR;
        };
    }

    /** What blocklists say, under a name that is not registered: one result for each listing. */
    static List<MethodResult> ofBlocklists(List<BlocklistCheck> checks) {
        List<MethodResult> results = new ArrayList<>();
        for (BlocklistCheck check : checks) {
            if (check.isListed() && isBad(check)) {
                MethodResult result = described(MethodResult.of(BLOCKLISTS, ResultCode.FAIL.word()), check);
                results.add(
                        result.withIfSafe("policy", "subject", check.subject().toString()));
            }
        }
        return results;
    }

    // Some codes of a list of reputations are good.
    private static boolean isBad(BlocklistCheck check) {
        return check.purpose() == BlocklistPurpose.BLOCK || check.weight() > 0;
    }

    private static MethodResult described(MethodResult result, BlocklistCheck check) {
        MethodResult described = result.withIfSafe("dns", "zone", check.zone());
        if (check.status() == ListStatus.UNUSABLE || check.status() == ListStatus.UNKNOWN) {
            described = described.withReasonIfSafe(check.explanation());
        }
        if (!check.answers().isEmpty()) {
            described = described.withIfSafe("policy", "ip", joined(check.answers()));
        }
        if (!check.reasons().isEmpty()) {
            described = described.withIfSafe("policy", "txt", check.reasons().get(0));
        }
        return described.with("dns", "sec", sec(check.security()));
    }

    private static String joined(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).collect(Collectors.joining(","));
    }

    private static String sec(DnsSecurity security) {
        return switch (security) {
            case SECURE -> "yes";
            case INSECURE -> "no";
            case INDETERMINATE, BOGUS -> "na";
        };
    }
}
