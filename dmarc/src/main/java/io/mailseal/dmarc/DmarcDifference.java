package io.mailseal.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that comes out differently by the tree walk of RFC 9989 and by the public suffix list of RFC 7489.
 *
 * @param kind what it is
 * @param treeWalk how it comes out by RFC 9989, for people
 * @param publicSuffixList how it comes out by RFC 7489, for people
 */
public record DmarcDifference(Kind kind, String treeWalk, String publicSuffixList) {

    /** What may differ. */
    public enum Kind {
        /** The organizational domain of the author domain; compared where both are known. */
        ORGANIZATIONAL_DOMAIN("The organizational domain"),
        /** Whose record applies. */
        POLICY_DOMAIN("The domain whose record applies"),
        /** What that record says for the author domain. */
        PUBLISHED_POLICY("The published policy"),
        /** The same after test mode, or after percentage and lot. */
        EFFECTIVE_POLICY("The effective policy"),
        /** Which identifiers are aligned. */
        ALIGNMENT("What is aligned"),
        /** What DMARC says about the message. */
        STATUS("The result"),
        /** What is suggested to do with it. */
        HANDLING("The suggested handling");

        private final String subject;

        Kind(String subject) {
            this.subject = subject;
        }
    }

    /** For people: one sentence. */
    public String explanation() {
        return kind.subject + " is " + treeWalk + " by the tree walk (RFC 9989), and " + publicSuffixList
                + " by the public suffix list (RFC 7489).";
    }

    /** Collects what differs, in the order of the kinds. */
    static final class Collector {

        private final List<DmarcDifference> differences = new ArrayList<>();

        void compare(Kind kind, Object treeWalk, Object publicSuffixList) {
            if (!treeWalk.equals(publicSuffixList)) {
                differences.add(new DmarcDifference(kind, treeWalk.toString(), publicSuffixList.toString()));
            }
        }

        /** All that can differ in discovery; nothing where DNS did not tell one of both. */
        void compare(DmarcDiscovery treeWalk, DmarcDiscovery publicSuffixList) {
            if (!isKnown(treeWalk) || !isKnown(publicSuffixList)) {
                return;
            }
            if (treeWalk.organizationalDomain().isPresent()
                    && publicSuffixList.organizationalDomain().isPresent()) {
                compare(
                        Kind.ORGANIZATIONAL_DOMAIN,
                        treeWalk.organizationalDomain().get(),
                        publicSuffixList.organizationalDomain().get());
            }
            compare(Kind.POLICY_DOMAIN, orNone(treeWalk.policyDomain()), orNone(publicSuffixList.policyDomain()));
            compare(
                    Kind.PUBLISHED_POLICY,
                    orNone(treeWalk.publishedPolicy()),
                    orNone(publicSuffixList.publishedPolicy()));
        }

        static Object orNone(Optional<?> value) {
            return value.<Object>map(Collector::word).orElse("not there");
        }

        private static Object word(Object value) {
            return value instanceof DmarcPolicy policy ? policy.word() : value;
        }

        List<DmarcDifference> differences() {
            return List.copyOf(differences);
        }
    }

    /** Whether DNS told what was asked. */
    static boolean isKnown(DmarcDiscovery discovery) {
        return discovery
                .problem()
                .filter(problem -> problem.kind() == DmarcProblem.Kind.DNS_UNAVAILABLE)
                .isEmpty();
    }
}
