package io.mailseal.benchmarks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * For a benchmark whose name begins with {@code peer} or {@code limit}: what it is, and beside which of our benchmarks it
 * stands. Without it, it stands beside all of its class.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Beside {

    /** A few words for the table, e.g. {@code jSPF}. */
    String value();

    /** The names of the methods, all of the class if there are none. */
    String[] workloads() default {};
}
