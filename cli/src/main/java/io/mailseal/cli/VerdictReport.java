package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dkim.DkimProblem;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.mime.AuthorAddress;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.SpfResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The verdict for people: what came out for each method, and why; then the field. */
final class VerdictReport {

    private static final int METHOD_WIDTH = 8;
    private static final int STATUS_WIDTH = 11;
    private static final int COLUMNS = 100;

    private final Verdict verdict;
    private final Colours colours;

    VerdictReport(Verdict verdict, Colours colours) {
        this.verdict = verdict;
        this.colours = colours;
    }

    void print(PrintWriter out) {
        head(out);
        out.println();
        spf(out);
        dkim(out);
        dmarc(out);
        out.println();
        dns(out);
        trace(out);
        out.println();
        out.println(verdict.field());
    }

    private void head(PrintWriter out) {
        item(out, "Message", verdict.message());
        AuthorAddresses author = verdict.result().author();
        String addresses =
                author.addresses().stream().map(AuthorAddress::addrSpec).collect(Collectors.joining(", "));
        item(out, "From", addresses.isEmpty() ? "nobody" : addresses);
        if (author.problem().isPresent()) {
            item(out, "", author.explanation());
        }
        verdict.envelope()
                .client()
                .ifPresent(client -> item(
                        out,
                        "Client",
                        client + ", HELO " + shown(verdict.envelope().helo()) + ", MAIL FROM <"
                                + verdict.envelope().mailFrom() + ">"));
        for (MessageAnomaly anomaly : verdict.anomalies()) {
            item(out, "Noted", anomaly.sentence());
        }
    }

    private static String shown(String text) {
        return text.isEmpty() ? "not given" : text;
    }

    private void spf(PrintWriter out) {
        Optional<SpfResult> spf = verdict.result().spf();
        if (spf.isEmpty()) {
            method(out, "SPF", "-", "Not evaluated, since the client is not known (--ip).", List.of());
            return;
        }
        SpfResult result = spf.get();
        List<String> facts = new ArrayList<>();
        result.domain().ifPresent(domain -> facts.add("MAIL FROM domain " + domain));
        facts.add(count(result.dnsTerms(), "lookup") + " counted");
        result.domain().ifPresent(asked -> facts.add(security(result.security())));
        method(out, "SPF", result.status().word(), result.explanation(), facts);
    }

    private void dkim(PrintWriter out) {
        List<DkimSignatureResult> signatures = verdict.result().dkim().signatures();
        if (signatures.isEmpty()) {
            method(out, "DKIM", "none", "The message has no signature.", List.of());
        }
        int beyondLimit = 0;
        for (DkimSignatureResult signature : signatures) {
            beyondLimit += isBeyondLimit(signature) ? 1 : 0;
            if (!isBeyondLimit(signature) || beyondLimit == 1) {
                signature(out, signature);
            }
        }
        if (beyondLimit > 1) {
            method(out, "", "", "So it is with " + count(beyondLimit - 1, "more signature") + ".", List.of());
        }
    }

    private void signature(PrintWriter out, DkimSignatureResult signature) {
        List<String> facts = new ArrayList<>();
        signature.domain().map(DomainName::toString).ifPresent(domain -> facts.add("d=" + domain));
        signature.selector().map(DomainName::toString).ifPresent(selector -> facts.add("s=" + selector));
        signature.algorithm().ifPresent(algorithm -> facts.add("a=" + algorithm));
        signature.keyBits().ifPresent(bits -> facts.add(bits + " bits"));
        signature.security().ifPresent(state -> facts.add(security(state)));
        method(out, "DKIM", signature.status().word(), signature.explanation(), facts);
    }

    private static boolean isBeyondLimit(DkimSignatureResult signature) {
        return signature
                .problem()
                .filter(problem -> problem.kind() == DkimProblem.Kind.LIMIT_EXCEEDED)
                .isPresent();
    }

    private void dmarc(PrintWriter out) {
        DmarcResult result = verdict.result().dmarc();
        List<String> facts = new ArrayList<>();
        result.discovery().ifPresent(discovery -> {
            discovery.publishedPolicy().ifPresent(policy -> facts.add(policy(discovery, policy)));
            facts.add(security(discovery.security()));
        });
        method(out, "DMARC", result.status().word(), result.explanation(), facts);
    }

    private static String policy(DmarcDiscovery discovery, DmarcPolicy published) {
        String text = "policy " + published.word() + " of "
                + discovery.policyDomain().map(DomainName::toString).orElse("nobody");
        DmarcPolicy effective = discovery.effectivePolicy().orElse(published);
        return effective == published ? text : text + ", " + effective.word() + " while it is tested";
    }

    private static String security(DnsSecurity state) {
        return switch (state) {
            case SECURE -> "DNS secure";
            case INSECURE -> "DNS insecure (not signed)";
            case INDETERMINATE -> "DNS not validated";
            case BOGUS -> "DNS bogus";
        };
    }

    private void dns(PrintWriter out) {
        DnsUsage usage = verdict.usage();
        item(
                out,
                "DNS",
                count(usage.questions() + usage.hints(), "question") + " in " + count(usage.rounds(), "round") + ", "
                        + usage.waited().toMillis() + " ms of waiting; answers from "
                        + verdict.resolver().source());
    }

    private void trace(PrintWriter out) {
        if (!verdict.trace()) {
            return;
        }
        for (TracingResolver.Entry entry : verdict.resolver().entries()) {
            String answer = entry.answer().map(VerdictReport::answer).orElse("taken back");
            item(out, "", entry.question() + ": " + answer + " (" + entry.took().toMillis() + " ms)");
        }
    }

    private static String answer(DnsAnswer answer) {
        String outcome = switch (answer.outcome()) {
            case FOUND ->
                ((DnsAnswer.Found) answer)
                        .records().stream().map(RecordData::of).collect(Collectors.joining(", "));
            case NO_DATA -> "no such record";
            case NO_SUCH_NAME -> "no such name";
            case FAILED -> ((DnsAnswer.Failed) answer).cause().sentence();
        };
        return outcome + ", " + answer.security().word();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static void item(PrintWriter out, String label, String text) {
        wrapped(out, label, METHOD_WIDTH, text);
    }

    private void method(PrintWriter out, String method, String status, String why, List<String> facts) {
        out.print(padded(method, METHOD_WIDTH));
        wrapped(out, colours.paint(status) + " ".repeat(STATUS_WIDTH - status.length()), why);
        if (!facts.isEmpty()) {
            out.print(" ".repeat(METHOD_WIDTH + STATUS_WIDTH));
            print(out, METHOD_WIDTH + STATUS_WIDTH, String.join(", ", facts));
        }
    }

    // The status has its blanks already, since colours have no width.
    private static void wrapped(PrintWriter out, String status, String text) {
        out.print(status);
        print(out, METHOD_WIDTH + STATUS_WIDTH, text);
    }

    private static void wrapped(PrintWriter out, String label, int width, String text) {
        out.print(padded(label, width));
        print(out, width, text);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    // Lines break at blanks, and go on below where they began.
    private static void print(PrintWriter out, int indent, String text) {
        String rest = VisibleText.of(text);
        int room = COLUMNS - indent;
        while (rest.length() > room) {
            int blank = rest.lastIndexOf(' ', room);
            if (blank <= 0) {
                blank = rest.indexOf(' ', room);
            }
            if (blank < 0) {
                break;
            }
            out.println(rest.substring(0, blank));
            out.print(" ".repeat(indent));
            rest = rest.substring(blank + 1);
        }
        out.println(rest);
    }
}
