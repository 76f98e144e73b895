package io.mailseal.benchmarks;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Keeps a number of questions under way until all have been answered. */
final class Outstanding {

    private final int limit;

    Outstanding(int limit) {
        this.limit = limit;
    }

    /**
     * Asks this many, and counts the good ones.
     *
     * @throws IllegalStateException if one was not answered as it should be
     */
    <A> long ask(int count, IntFunction<? extends CompletionStage<A>> question, Predicate<A> isGood) {
        Semaphore places = new Semaphore(limit);
        AtomicLong good = new AtomicLong();
        for (int i = 0; i < count; i++) {
            places.acquireUninterruptibly();
            CompletionStage<Void> unused = question.apply(i).handle((answer, failure) -> {
                if (failure == null && isGood.test(answer)) {
                    good.incrementAndGet();
                }
                places.release();
                return null;
            });
        }
        places.acquireUninterruptibly(limit);
        if (good.get() != count) {
            throw new IllegalStateException(count - good.get() + " of " + count + " questions were not answered");
        }
        return good.get();
    }
}
