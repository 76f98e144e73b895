package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The SPF records of {@code a.example}, by which the clients 192.0.2.0 to 192.0.2.255 pass at the last address of the last
 * record.
 */
public enum SpfZone {

    /** {@code v=spf1 ip4:192.0.2.0/24 -all}. */
    ONE_ADDRESS {
        @Override
        Map<String, String> records() {
            return Map.of(DOMAIN, "v=spf1 ip4:" + CLIENTS + " -all");
        }
    },

    /**
     * Nine records and 40 address terms, one below the other: that of the domain includes s1, which has five addresses and then
     * includes s2, and so on to s8.
     */
    CHAIN {
        @Override
        Map<String, String> records() {
            Map<String, String> records = new LinkedHashMap<>();
            records.put(DOMAIN, "v=spf1" + include(1) + " -all");
            for (int i = 1; i <= INCLUDES; i++) {
                String next = i < INCLUDES ? include(i + 1) : "";
                records.put(included(i), "v=spf1" + addresses(i) + next + " -all");
            }
            return records;
        }
    },

    /** The same records side by side: that of the domain includes s1 to s8. */
    FLAT {
        @Override
        Map<String, String> records() {
            Map<String, String> records = new LinkedHashMap<>();
            StringBuilder includes = new StringBuilder();
            for (int i = 1; i <= INCLUDES; i++) {
                includes.append(include(i));
                records.put(included(i), "v=spf1" + addresses(i) + " -all");
            }
            records.put(DOMAIN, "v=spf1" + includes + " -all");
            return records;
        }
    };

    static final String DOMAIN = "a.example";
    static final String HELO = "mail.a.example";
    static final String STRANGER = "203.0.113.1";

    private static final String CLIENTS = "192.0.2.0/24";
    private static final int INCLUDES = 8;

    /** The texts, by their names. */
    abstract Map<String, String> records();

    /** How many records lead to each other, that of the domain first. */
    int depth() {
        return switch (this) {
            case ONE_ADDRESS -> 1;
            case CHAIN -> 1 + INCLUDES;
            case FLAT -> 2;
        };
    }

    static String client(int number) {
        return "192.0.2." + number;
    }

    static String sender(int number) {
        return "user" + number + "@" + DOMAIN;
    }

    private static String included(int number) {
        return "s" + number + "." + DOMAIN;
    }

    private static String include(int number) {
        return " include:" + included(number);
    }

    // Five of them, 40 in all.
    private static String addresses(int number) {
        String last = number < INCLUDES ? "10." + number + ".128.0/20" : CLIENTS;
        return (" ip4:10.%1$d.1.1 ip4:10.%1$d.2.0/24 ip6:2001:db8:%1$d:1::/64 ip6:2001:db8:%1$d:2::25 ip4:" + last)
                .formatted(number);
    }

    /** What a resolver would answer. */
    Map<DnsQuestion, DnsAnswer> answers() {
        Map<DnsQuestion, DnsAnswer> answers = new HashMap<>();
        records().forEach((name, text) -> {
            DnsQuestion question = DnsQuestion.txt(DomainName.of(name));
            DnsAnswer answer = DnsAnswer.found(question, List.of(DnsRecord.Txt.of(text)));
            answers.put(question, answer.withTtl(Duration.ofHours(1)));
        });
        return answers;
    }

    /** The same as lines of a master file of the zone {@code example}. */
    String masterFile() {
        StringBuilder lines = new StringBuilder();
        records()
                .forEach((name, text) ->
                        lines.append(name).append(". 3600 TXT \"").append(text).append("\"\n"));
        return lines.toString();
    }
}
