package io.mailseal.testkit;

import io.mailseal.core.dns.DnsQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was asked, and how it ended. Safe for use by several threads. */
final class QuestionLog {

    private final List<Asked> asked = new ArrayList<>();
    private final List<DnsQuestion> cancelled = new ArrayList<>();
    private int inFlight;
    private int deliveredRound;
    private int clearings;

    synchronized Ticket ask(DnsQuestion question, Duration at) {
        Asked entry = new Asked(question, at, deliveredRound + 1);
        asked.add(entry);
        inFlight++;
        return new Ticket(entry);
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    synchronized List<DnsQuestion> questions() {
        return asked.stream().map(Asked::question).toList();
    }

    synchronized List<DnsQuestion> cancelled() {
        return List.copyOf(cancelled);
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized void clear() {
        asked.clear();
        cancelled.clear();
        deliveredRound = 0;
        clearings++;
    }

    /** One question under way; it ends once. */
    final class Ticket {

        private final Asked entry;
        private final int issued = clearings;
        private boolean open = true;

        private Ticket(Asked entry) {
            this.entry = entry;
        }

        /** The answer is about to be given. */
        void deliver() {
            synchronized (QuestionLog.this) {
                // What was asked before the log was cleared says nothing about the rounds since.
                if (close() && issued == clearings) {
                    deliveredRound = Math.max(deliveredRound, entry.round());
                }
            }
        }

        /** The asker has ended it; without effect after delivery. */
        void cancel() {
            synchronized (QuestionLog.this) {
                if (close() && issued == clearings) {
                    cancelled.add(entry.question());
                }
            }
        }

        private boolean close() {
            if (!open) {
                return false;
            }
            open = false;
            inFlight--;
            return true;
        }
    }
}
