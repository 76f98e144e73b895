package io.mailseal.testkit;

import io.mailseal.core.dns.DnsAnswer;
import java.time.Duration;

/** An answer, and how long it takes beyond the usual latency. */
record TimedAnswer(DnsAnswer answer, Duration delay) {}
