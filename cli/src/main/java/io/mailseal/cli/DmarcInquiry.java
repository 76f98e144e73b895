package io.mailseal.cli;

import io.mailseal.core.dns.DnsUsage;
import io.mailseal.dmarc.DmarcFinding;
import io.mailseal.dmarc.DmarcLint;
import io.mailseal.dmarc.DmarcRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that there is to say about the policy of a domain, or about the text of a record. */
final class DmarcInquiry {

    /** What was asked of DNS. */
    record Asking(DnsUsage usage, TracingResolver resolver, boolean trace) {}

    private final String asked;
    private final @Nullable DmarcRecord record;
    private final @Nullable DmarcLint lint;
    private final @Nullable Asking asking;

    private DmarcInquiry(
            String asked, @Nullable DmarcRecord record, @Nullable DmarcLint lint, @Nullable Asking asking) {
        this.asked = asked;
        this.record = record;
        this.lint = lint;
        this.asking = asking;
    }

    static DmarcInquiry of(String asked, DmarcLint lint, Asking asking) {
        return new DmarcInquiry(asked, lint.record().orElse(null), lint, asking);
    }

    /** Of a text by itself, which may turn out not to be a record. */
    static DmarcInquiry ofText(String asked, Optional<DmarcRecord> record) {
        return new DmarcInquiry(asked, record.orElse(null), null, null);
    }

    /** The domain or record as it was written on the command line. */
    String asked() {
        return asked;
    }

    /** The record that was looked at; empty if none applies, or the text is none. */
    Optional<DmarcRecord> record() {
        return Optional.ofNullable(record);
    }

    /** What was found out with DNS; empty of a record without a domain. */
    Optional<DmarcLint> lint() {
        return Optional.ofNullable(lint);
    }

    /** What was asked for that. */
    Optional<Asking> asking() {
        return Optional.ofNullable(asking);
    }

    List<DmarcFinding> findings() {
        if (lint != null) {
            return lint.findings();
        }
        return record == null ? List.of() : record.findings();
    }

    /** Whether the text on the command line, which was to be a record, is none. */
    boolean isNoRecord() {
        return lint == null && record == null;
    }

    LintStatus status() {
        return isNoRecord() ? LintStatus.ERROR : LintStatus.ofDmarc(findings(), record == null);
    }
}
