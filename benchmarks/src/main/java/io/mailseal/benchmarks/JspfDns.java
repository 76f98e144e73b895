package io.mailseal.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;

/** DNS as jSPF wants it: a map of text records, each of which may take its time. For one thread. */
final class JspfDns implements DNSService {

    private final Map<String, List<String>> texts = new HashMap<>();
    private final Duration delay;
    private int questions;

    JspfDns(SpfZone zone, Duration delay) {
        this(zone.records(), delay);
    }

    /** Knows these texts by their names. */
    JspfDns(Map<String, String> records, Duration delay) {
        records.forEach((name, text) -> texts.put(name, List.of(text)));
        this.delay = delay;
    }

    /** How often it was asked so far. */
    int questions() {
        return questions;
    }

    @Override
    public List<String> getRecords(DNSRequest request) {
        List<String> found = ask(request.getHostname());
        return request.getRecordType() == DNSRequest.TXT ? found : null;
    }

    /** What is at a name, or null; it counts, and takes its time. */
    List<String> ask(String name) {
        questions++;
        if (!delay.isZero()) {
            sleep();
        }
        return texts.get(name);
    }

    private void sleep() {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
        return CompletableFuture.completedFuture(getRecords(request));
    }

    @Override
    public List<String> getLocalDomainNames() {
        return List.of("localhost");
    }

    @Override
    public void setTimeOut(int seconds) {}

    @Override
    public int getRecordLimit() {
        return 10;
    }

    @Override
    public void setRecordLimit(int limit) {}
}
