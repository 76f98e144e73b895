package io.mailseal.dmarc;

/**
 * How an evaluator was built.
 *
 * @param maxIdentifiers how many identifiers may be compared by walking the tree
 * @param maxAuthors how many author domains of one message are evaluated; 1 where several are none
 * @param guarding whether a public suffix aligns nobody
 * @param findingOrganization whether the organizational domain is wanted even where the verdict does not depend on it
 */
record DmarcSettings(
        DiscoveryMethod method,
        PublicSuffixes suffixes,
        boolean guarding,
        boolean findingOrganization,
        int maxIdentifiers,
        int maxAuthors,
        HandlingRules handling,
        ParsedRecords records) {

    /** The letter of RFC 9989 but for the guard. */
    static DmarcSettings defaults() {
        return new DmarcSettings(
                DiscoveryMethod.TREE_WALK,
                PublicSuffixes.BUNDLED,
                true,
                false,
                20,
                1,
                HandlingRules.STRICT,
                new ParsedRecords());
    }

    DmarcSettings with(DiscoveryMethod newMethod) {
        return new DmarcSettings(
                newMethod, suffixes, guarding, findingOrganization, maxIdentifiers, maxAuthors, handling, records);
    }

    DmarcSettings with(PublicSuffixes newSuffixes) {
        return new DmarcSettings(
                method, newSuffixes, guarding, findingOrganization, maxIdentifiers, maxAuthors, handling, records);
    }

    DmarcSettings withoutGuard() {
        return new DmarcSettings(
                method, suffixes, false, findingOrganization, maxIdentifiers, maxAuthors, handling, records);
    }

    DmarcSettings findingTheOrganization() {
        return new DmarcSettings(method, suffixes, guarding, true, maxIdentifiers, maxAuthors, handling, records);
    }

    DmarcSettings withMaxIdentifiers(int number) {
        return new DmarcSettings(
                method, suffixes, guarding, findingOrganization, number, maxAuthors, handling, records);
    }

    DmarcSettings withMaxAuthors(int number) {
        return new DmarcSettings(
                method, suffixes, guarding, findingOrganization, maxIdentifiers, number, handling, records);
    }

    DmarcSettings with(HandlingRules newHandling) {
        return new DmarcSettings(
                method, suffixes, guarding, findingOrganization, maxIdentifiers, maxAuthors, newHandling, records);
    }
}
