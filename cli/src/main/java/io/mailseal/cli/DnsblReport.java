package io.mailseal.cli;

import io.mailseal.dnsbl.BlocklistCheck;
import io.mailseal.dnsbl.BlocklistHealth;
import io.mailseal.dnsbl.BlocklistProfile;
import io.mailseal.dnsbl.ListHealth;
import io.mailseal.dnsbl.ListStatus;
import io.mailseal.dnsbl.ReturnCode;
import io.mailseal.dnsbl.TestPointCheck;
import io.mailseal.dnsbl.uri.ExtractionProblem;
import io.mailseal.dnsbl.uri.FoundUri;
import io.mailseal.dnsbl.uri.UriExtraction;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What lists say, and what they are, for people. */
final class DnsblReport {

    private static final int STATUS_WIDTH = 12;
    private static final int CODE_WIDTH = 20;

    private final LabelledText text;

    private DnsblReport(LabelledText text) {
        this.text = text;
    }

    // ---- what lists say ----

    static void print(BlocklistInquiry inquiry, PrintWriter out, Colours colours) {
        new DnsblReport(new LabelledText(out, colours)).inquiry(inquiry);
    }

    private void inquiry(BlocklistInquiry inquiry) {
        text.whole("Asked", 0, inquiry.asked());
        String lists = inquiry.result().checks().stream()
                .map(check -> check.list() + " (" + check.zone() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
        text.item("Lists", lists.isEmpty() ? "none was asked: none is about such a thing" : lists);
        for (BlocklistProfile other : inquiry.others()) {
            text.item("Others", other.name() + " was not asked: it is about " + kinds(other));
        }
        inquiry.question().extraction().ifPresent(this::uris);
        text.blankLine();
        for (ListStatus status : List.of(ListStatus.LISTED, ListStatus.UNUSABLE, ListStatus.UNKNOWN)) {
            inquiry.result().checks(status).forEach(this::check);
        }
        quiet(inquiry, ListStatus.NOT_LISTED);
        quiet(inquiry, ListStatus.NOT_ASKED);
        if (inquiry.result().leftOut() > 0) {
            text.item("Limit", LabelledText.count(inquiry.result().leftOut(), "more subject") + ", not looked at");
        }
        text.blankLine();
        text.item("Score", inquiry.result().score().explanation());
        DnsSummary.print(inquiry.usage(), inquiry.resolver(), text);
        if (inquiry.trace()) {
            TraceList.print(inquiry.resolver(), text);
        }
    }

    private void uris(UriExtraction found) {
        String label = "URIs";
        for (FoundUri uri : found.uris()) {
            text.whole(label, 0, uri.uri());
            label = "";
        }
        for (ExtractionProblem problem : found.problems()) {
            text.item("Noted", problem.sentence());
        }
    }

    private void check(BlocklistCheck check) {
        text.status("", JsonLine.word(check.status()), STATUS_WIDTH, check.explanation());
    }

    // With many subjects most checks say nothing of interest; so of one subject each is a line, of many there is a sum.
    private void quiet(BlocklistInquiry inquiry, ListStatus status) {
        List<BlocklistCheck> checks = inquiry.result().checks(status);
        if (inquiry.question().request().subjects().size() == 1) {
            checks.forEach(this::check);
        } else if (!checks.isEmpty()) {
            String lists = checks.stream().map(BlocklistCheck::list).distinct().collect(Collectors.joining(", "));
            text.status(
                    "", JsonLine.word(status), STATUS_WIDTH, LabelledText.count(checks.size(), "check") + ": " + lists);
        }
    }

    // ---- what lists are ----

    static void printLists(List<BlocklistProfile> profiles, boolean codes, PrintWriter out, Colours colours) {
        DnsblReport report = new DnsblReport(new LabelledText(out, colours));
        profiles.forEach(profile -> report.profile(profile, codes));
    }

    private void profile(BlocklistProfile profile, boolean codes) {
        text.item("List", profile.name() + ": " + profile.title());
        text.item("Zone", profile.zone() + ", about " + kinds(profile) + (profile.needsKey() ? "; wants a key" : ""));
        profile.terms().ifPresent(terms -> text.whole("Terms", 0, terms.toString()));
        if (codes) {
            String label = "Codes";
            for (ReturnCode code : profile.codes()) {
                text.status(label, code.pattern().toString(), CODE_WIDTH, code(code));
                label = "";
            }
        }
        text.blankLine();
    }

    private static String kinds(BlocklistProfile profile) {
        return profile.kinds().stream().map(JsonLine::word).collect(Collectors.joining(", "));
    }

    private static String code(ReturnCode code) {
        return code.name() + " (" + JsonLine.word(code.effect())
                + (code.weight() == 0 ? "" : ", weight " + code.weight())
                + (code.isClientOnly() ? ", of the client alone" : "") + "): " + code.meaning();
    }

    // ---- whether lists are in order ----

    static void printHealth(BlocklistHealth health, PrintWriter out, Colours colours) {
        DnsblReport report = new DnsblReport(new LabelledText(out, colours));
        health.lists().forEach(report::health);
    }

    private void health(ListHealth list) {
        text.status("List", JsonLine.word(list.status()), STATUS_WIDTH, list.explanation());
        for (TestPointCheck point : list.points()) {
            text.item("", point.toString());
        }
    }
}
