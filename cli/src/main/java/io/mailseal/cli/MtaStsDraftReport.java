package io.mailseal.cli;

import io.mailseal.mtasts.MtaStsPublication;
import io.mailseal.mtasts.PublicationStep;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A policy that is to be published, for people; the line for a zone file stands alone, to be copied. */
final class MtaStsDraftReport {

    private final MtaStsDraft draft;
    private final LabelledText text;

    private MtaStsDraftReport(MtaStsDraft draft, LabelledText text) {
        this.draft = draft;
        this.text = text;
    }

    static void print(MtaStsDraft draft, PrintWriter out, Colours colours) {
        new MtaStsDraftReport(draft, new LabelledText(out, colours)).print();
        draft.zoneLine().ifPresent(line -> {
            out.println();
            out.println(line);
        });
    }

    private void print() {
        draft.publication().ifPresent(this::places);
        text.whole("Record", 0, draft.record().format());
        MtaStsReport.policy(draft.policy(), text);
        if (draft.file() != null) {
            text.whole("File", 0, draft.file());
        }
        text.blankLine();
        MtaStsReport.findings(draft.findings(), text);
        if (!draft.steps().isEmpty()) {
            text.blankLine();
        }
        int number = 1;
        for (PublicationStep step : draft.steps()) {
            text.item("Step " + number++, what(step) + ". " + step.reason());
        }
    }

    private void places(MtaStsPublication publication) {
        text.item("Name", publication.recordName());
        text.item("URL", publication.policyUrl());
    }

    private static String what(PublicationStep step) {
        return switch (step.kind()) {
            case SERVE_POLICY -> "Serve the policy as text/plain at " + step.place();
            case PUBLISH_RECORD -> "Publish the record at " + step.place();
            case WAIT -> "Wait, at least for " + time(step.duration());
            case REMOVE_RECORD -> "Remove the record at " + step.place();
            case REMOVE_POLICY -> "Remove the policy at " + step.place();
        };
    }

    private static String time(Duration duration) {
        List<String> parts = new ArrayList<>();
        add(parts, duration.toDaysPart(), "day");
        add(parts, duration.toHoursPart(), "hour");
        add(parts, duration.toMinutesPart(), "minute");
        add(parts, duration.toSecondsPart(), "second");
        return parts.isEmpty() ? "no time" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long number, String unit) {
        if (number > 0) {
            parts.add(LabelledText.count(number, unit));
        }
    }
}
