package io.mailseal.dmarc;

import static io.mailseal.dmarc.FindingList.shown;

import io.mailseal.core.DomainName;
import io.mailseal.dmarc.DmarcFinding.Code;
import io.mailseal.dmarc.DmarcTags.Piece;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a record tells by itself, without DNS. */
final class RecordFindings {

    private static final int LONGEST_STRING = 255;
    private static final Set<String> POLICIES = Set.of("p", "sp", "np");
    private static final Set<String> OBSOLETE = Set.of("pct", "rf", "ri");

    /** What the tags of one letter may be. */
    private static final Map<String, String> LETTERS = Map.of("adkim", "rs", "aspf", "rs", "psd", "ynu", "t", "yn");

    private static final Set<String> OTHERS = Set.of("v", "fo", "rua", "ruf");

    private final DmarcRecord record;
    private final FindingList findings;
    private final Set<String> seen = new HashSet<>();

    private RecordFindings(DmarcRecord record, FindingList findings) {
        this.record = record;
        this.findings = findings;
    }

    /** @param domain whose record it is; null where that is not known */
    static FindingList of(DmarcRecord record, @Nullable DomainName domain) {
        FindingList findings = new FindingList(domain);
        new RecordFindings(record, findings).find();
        return findings;
    }

    private void find() {
        List<Piece> pieces = record.rawTags().pieces();
        for (Piece piece : pieces) {
            DmarcTag tag = piece.tag();
            if (tag == null) {
                findings.add(
                        Code.MALFORMED_TAG,
                        piece,
                        shown(piece.text()) + " is no tag: it needs a name of letters, an equals sign and a printable"
                                + " value. It is ignored.");
            } else if (seen.add(tag.name())) {
                tag(piece, tag);
            } else {
                repeated(piece, tag);
            }
        }
        policies();
        reports();
        if (pieces.size() > 1 && !isPolicy(pieces.get(1)) && has("p")) {
            findings.add(
                    Code.POLICY_NOT_SECOND,
                    "The tag p should come right behind the version, where receivers that go by RFC 7489 want it.");
        }
        if (record.text().length() > LONGEST_STRING) {
            findings.add(
                    Code.SEVERAL_STRINGS,
                    "The record has " + record.text().length() + " octets, and one string of DNS holds "
                            + LONGEST_STRING + ": it must be published as several strings of one record.");
        }
    }

    private static boolean isPolicy(Piece piece) {
        DmarcTag tag = piece.tag();
        return tag != null && tag.name().equals("p");
    }

    private void tag(Piece piece, DmarcTag tag) {
        String letters = LETTERS.get(tag.name());
        if (POLICIES.contains(tag.name())) {
            policy(piece, tag);
        } else if (OBSOLETE.contains(tag.name())) {
            obsolete(piece, tag);
        } else if (letters != null) {
            letter(piece, tag, letters);
        } else if (tag.name().equals("fo")) {
            failureOptions(piece, tag);
        } else if (tag.name().equals("rua") || tag.name().equals("ruf")) {
            uris(piece, tag);
        } else if (!tag.name().equals("v")) {
            unknown(piece, tag);
        }
    }

    private void repeated(Piece piece, DmarcTag tag) {
        if (POLICIES.contains(tag.name()) || tag.name().equals("v")) {
            findings.add(
                    Code.REPEATED_POLICY,
                    piece,
                    "The tag " + tag.name() + " is there more than once, so nobody can tell what is meant: the policy"
                            + " counts as invalid.");
        } else {
            findings.add(
                    Code.REPEATED_TAG, piece, "The tag " + tag.name() + " was there before: the first one counts.");
        }
    }

    private void policy(Piece piece, DmarcTag tag) {
        if (DmarcPolicy.parse(tag.value()).isEmpty()) {
            findings.add(
                    Code.INVALID_POLICY,
                    piece,
                    shown(tag.value()) + " is no policy; none, quarantine and reject are. With an address for aggregate"
                            + " reports all policies of the record count as none, without one it is ignored.");
        }
    }

    private void obsolete(Piece piece, DmarcTag tag) {
        findings.add(
                Code.OBSOLETE_TAG,
                piece,
                "The tag " + tag.name() + " was given up: receivers that go by RFC 9989 ignore it.");
        if (tag.name().equals("pct") && record.percentage() < 100) {
            findings.add(
                    Code.PARTIAL_PERCENTAGE,
                    piece,
                    "Receivers that go by RFC 7489 apply the policy to " + record.percentage()
                            + " percent of the mail that fails; those of RFC 9989 to all. To try one there is t=y.");
        }
    }

    private void letter(Piece piece, DmarcTag tag, String letters) {
        String value = tag.value().toLowerCase(Locale.ROOT);
        if (value.length() != 1 || letters.indexOf(value.charAt(0)) < 0) {
            invalid(piece, tag);
        } else if (tag.name().equals("t") && record.isTesting()) {
            findings.add(
                    Code.TEST_MODE,
                    piece,
                    "The policy is being tested: receivers apply it one level lower, and old ones as it is.");
        } else if (tag.name().equals("psd") && record.psd() == PublicSuffixFlag.PUBLIC_SUFFIX) {
            findings.add(
                    Code.DECLARED_PUBLIC_SUFFIX,
                    piece,
                    "The domain is declared to be one below which others register theirs: each of them is an"
                            + " organization of its own.");
        }
    }

    private void invalid(Piece piece, DmarcTag tag) {
        findings.add(
                Code.INVALID_VALUE,
                piece,
                shown(tag.value()) + " is no value of " + tag.name() + ": it counts as if the tag were not there.");
    }

    private void failureOptions(Piece piece, DmarcTag tag) {
        if (FailureReportOption.parse(tag.value()).isEmpty()) {
            invalid(piece, tag);
        }
        if (!has("ruf")) {
            findings.add(
                    Code.FO_WITHOUT_RUF,
                    piece,
                    "The tag fo says which failure reports are wanted, but without ruf there are none.");
        }
    }

    private void uris(Piece piece, DmarcTag tag) {
        int valid = 0;
        for (String element : DmarcTags.elements(tag.value())) {
            Optional<DmarcReportUri> uri = DmarcReportUri.parse(element);
            if (uri.isEmpty()) {
                findings.add(
                        Code.INVALID_URI,
                        piece,
                        (element.isEmpty() ? "Nothing between two commas" : shown(element))
                                + " is no URI: an address is written as mailto:dmarc@example.com, and a comma or an"
                                + " exclamation mark in it must be percent-encoded.");
            } else {
                valid++;
                uri(piece, uri.get());
            }
        }
        if (valid > DmarcRecord.MAX_URIS) {
            findings.add(
                    Code.TOO_MANY_URIS,
                    piece,
                    valid + " addresses for reports are more than receivers can be expected to use.");
        }
    }

    private void uri(Piece piece, DmarcReportUri uri) {
        if (!uri.isMailto()) {
            findings.add(
                    Code.UNSUPPORTED_SCHEME,
                    piece,
                    "Receivers send reports by mail, and may ignore " + shown(uri.uri()) + ".");
        } else if (uri.address().isEmpty()) {
            findings.add(Code.NO_ADDRESS, piece, shown(uri.uri()) + " does not lead to one address that takes mail.");
        }
        uri.obsoleteSizeLimit()
                .ifPresent(limit -> findings.add(
                        Code.OBSOLETE_SIZE_LIMIT,
                        piece,
                        "The size limit " + shown(limit) + " was given up: receivers that go by RFC 9989 ignore it."));
    }

    private void unknown(Piece piece, DmarcTag tag) {
        String lower = tag.name().toLowerCase(Locale.ROOT);
        boolean known = POLICIES.contains(lower)
                || LETTERS.containsKey(lower)
                || OTHERS.contains(lower)
                || OBSOLETE.contains(lower);
        if (known) {
            findings.add(
                    Code.TAG_NAME_CASE,
                    piece,
                    "The names of tags are lower case: " + tag.name() + " is not " + lower + ", and is ignored.");
        } else {
            findings.add(Code.UNKNOWN_TAG, piece, "DMARC knows no tag " + shown(tag.name()) + ", and ignores it.");
        }
    }

    private boolean has(String name) {
        return record.tags().stream().anyMatch(tag -> tag.name().equals(name));
    }

    private void policies() {
        Optional<DmarcPolicy> own = record.policyFor(DmarcRecord.Subject.DOMAIN_ITSELF);
        if (own.isEmpty()) {
            findings.add(
                    Code.NO_EFFECT,
                    "Without a valid policy or an address for aggregate reports receivers act as if there were no"
                            + " record.");
            return;
        }
        if (!has("p")) {
            findings.add(Code.NO_POLICY, "The record has no policy (p): receivers act as if it were none.");
        }
        DmarcPolicy subdomains =
                record.policyFor(DmarcRecord.Subject.EXISTING_SUBDOMAIN).orElseThrow();
        DmarcPolicy missing =
                record.policyFor(DmarcRecord.Subject.MISSING_SUBDOMAIN).orElseThrow();
        if (subdomains.compareTo(own.get()) < 0) {
            findings.add(
                    Code.WEAKER_SUBDOMAIN_POLICY,
                    "Subdomains have the policy " + subdomains.word() + ", which is weaker than "
                            + own.get().word() + ": whoever wants to pose as the domain takes one of them.");
        }
        if (missing.compareTo(subdomains) < 0) {
            findings.add(
                    Code.WEAKER_MISSING_SUBDOMAIN_POLICY,
                    "Subdomains that do not exist have the policy " + missing.word() + ", which is weaker than "
                            + subdomains.word() + ", the one for those that do.");
        }
        if (own.get() == DmarcPolicy.NONE) {
            findings.add(
                    Code.MONITORING, "The policy is none: mail that fails is delivered as it would be without DMARC.");
        }
    }

    private void reports() {
        if (record.rua().isEmpty()) {
            findings.add(
                    Code.NO_AGGREGATE_REPORTS,
                    "No address for aggregate reports (rua): what is sent in the name of the domain stays unknown.");
        }
        if (!record.ruf().isEmpty() && !has("fo")) {
            findings.add(
                    Code.RUF_WITHOUT_FO,
                    "Without fo there are failure reports only where neither SPF nor DKIM gave an aligned pass.");
        }
    }
}
