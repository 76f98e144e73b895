package io.mailseal.dmarc;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why DMARC could not come to pass or fail. */
public final class DmarcProblem {

    /** What kind of problem. */
    public enum Kind {
        /** The message has no From field with an address. */
        NO_AUTHOR(DmarcStatus.PERMERROR),
        /** The From field names several domains. */
        SEVERAL_AUTHORS(DmarcStatus.PERMERROR),
        /** There are several From fields, be it with one domain or with more. */
        SEVERAL_FROM_FIELDS(DmarcStatus.PERMERROR),
        /** The From field can't be read without guessing. */
        UNREADABLE_AUTHOR(DmarcStatus.PERMERROR),
        /** The record has neither a valid policy nor an address for reports. */
        UNUSABLE_RECORD(DmarcStatus.NONE),
        /** The record is longer than {@link DmarcRecord#MAX_OCTETS} octets, and was not read. */
        RECORD_TOO_LONG(DmarcStatus.PERMERROR),
        /** A record could not be asked for. */
        DNS_UNAVAILABLE(DmarcStatus.TEMPERROR),
        /** An aligned identifier could not be authenticated now. */
        EVIDENCE_UNAVAILABLE(DmarcStatus.TEMPERROR),
        /** There are more identifiers than may be checked, and none of those checked passed. */
        LIMIT_EXCEEDED(DmarcStatus.PERMERROR);

        private final DmarcStatus status;

        Kind(DmarcStatus status) {
            this.status = status;
        }

        /** The status of a message with this problem. */
        public DmarcStatus status() {
            return status;
        }
    }

    private final Kind kind;
    private final @Nullable DnsQuestion question;
    private final @Nullable DnsFailure cause;

    private DmarcProblem(Kind kind, @Nullable DnsQuestion question, @Nullable DnsFailure cause) {
        this.kind = kind;
        this.question = question;
        this.cause = cause;
    }

    static DmarcProblem of(Kind kind) {
        return new DmarcProblem(kind, null, null);
    }

    static DmarcProblem dns(DnsQuestion question, DnsFailure cause) {
        return new DmarcProblem(Kind.DNS_UNAVAILABLE, question, cause);
    }

    /** What kind of problem. */
    public Kind kind() {
        return kind;
    }

    /** What could not be asked, for DNS_UNAVAILABLE. */
    public Optional<DnsQuestion> question() {
        return Optional.ofNullable(question);
    }

    /** Why it could not be asked, for DNS_UNAVAILABLE. */
    public Optional<DnsFailure> cause() {
        return Optional.ofNullable(cause);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DmarcProblem that
                && kind == that.kind
                && cause == that.cause
                && question().equals(that.question());
    }

    @Override
    public int hashCode() {
        return kind.hashCode();
    }

    @Override
    public String toString() {
        return kind + (question == null ? "" : " " + question + " " + cause);
    }
}
