package io.mailseal.testkit.nameserver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was asked, in order: the newest of it. Safe for several threads. */
final class QueryLog {

    // More than any test asks; a benchmark asks on and on.
    private static final int KEPT = 100_000;

    private final Deque<LoggedQuery> queries = new ArrayDeque<>();
    private long count;

    synchronized void add(LoggedQuery query) {
        count++;
        queries.add(query);
        if (queries.size() > KEPT) {
            queries.remove();
        }
    }

    synchronized List<LoggedQuery> all() {
        return List.copyOf(queries);
    }

    synchronized long count() {
        return count;
    }

    synchronized void clear() {
        queries.clear();
        count = 0;
    }
}
