package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether DNS holds the key that a private key needs. A value: the same answer of DNS gives an equal one.
 *
 * @rfc 6376 3.6.2
 */
public sealed interface DkimKeyCheck permits KeyCheckMade {

    /** What there is at the name. A lookup that failed is not an absent record. */
    enum Status {
        /** The one record there holds this key. */
        MATCHES("the record holds the public key"),
        /** There is one key, and it was not asked whether it is this one. */
        PUBLISHED("there is a key"),
        /** There is one key, and it is another one. */
        OTHER_KEY("the record holds another key"),
        /** The key was withdrawn. */
        REVOKED("the key is revoked"),
        /** The record is malformed, or what is in it is no key. */
        MALFORMED("the record holds no key that can be read"),
        /** There are several records, and nobody can know which one is meant (§3.6.2.2). */
        MULTIPLE("there is more than one record"),
        /** There are text records, and all of them declare that they are for something else. */
        FOREIGN("the records are for something else"),
        /** The name exists and has no text record. */
        NO_RECORD("the name has no text record"),
        /** The name does not exist. */
        NO_NAME("the name does not exist"),
        /** DNS did not tell. */
        UNAVAILABLE("the lookup failed");

        private final String sentence;

        Status(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /** What there is. */
    Status status();

    /** The name that was asked for. */
    DomainName name();

    /** The one record there; empty if there is none, and if there are several. */
    Optional<DkimKeyRecord> record();

    /** Why there is no key, in the words that a verifier would use; empty where there is one, whosever it is. */
    Optional<DkimProblem> problem();

    /** What is to be said of the record. */
    List<DkimKeyFinding> findings();

    /** How long the answer may be remembered by those who got it; zero where that is not known. */
    Duration ttl();

    /** The DNSSEC status of the answer. */
    DnsSecurity security();

    /**
     * Whether mail that is signed with the key passes where this answer is seen: it {@link Status#MATCHES}, and the record
     * allows mail and SHA-256, and verifiers take such a key.
     */
    boolean isReady();

    /** A sentence for people, in printable ASCII. */
    default String explanation() {
        String particulars = problem().map(this::particulars).orElse("");
        return "At " + name() + " " + status().sentence() + (particulars.isEmpty() ? "" : " (" + particulars + ")")
                + ".";
    }

    // What the status does not say already.
    private String particulars(DkimProblem problem) {
        String tag = status() == Status.MALFORMED
                ? problem.tag().map(name -> name + "=").orElse("")
                : "";
        String separator = tag.isEmpty() || problem.detail().isEmpty() ? "" : ": ";
        return tag + separator + problem.detail();
    }
}
