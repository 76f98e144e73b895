package io.mailseal.benchmarks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the table calls a benchmark of ours. Without it, the table shows its class and its method. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Workload {

    /** A few words; the values of its parameters and the number of threads are added to them. */
    String value();

    /** What is counted or timed, where that is not "per second" or a time, e.g. {@code MB/s}. */
    String unit() default "";
}
