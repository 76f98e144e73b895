package io.mailseal.dnsbl.uri;

import io.mailseal.core.DomainName;
import io.mailseal.psl.PublicSuffixList;
import java.util.List;

/** Which names hosts may have, as far as a public suffix list tells. */
final class HostNames {

    // The list has no rule for a top-level domain that registers nothing but third-level domains.
    private static final List<String> USUAL_SECOND_LEVELS = List.of("co", "com", "ac", "gov", "org", "net", "edu");

    private final PublicSuffixList suffixes;

    HostNames(PublicSuffixList suffixes) {
        this.suffixes = suffixes.icannOnly();
    }

    /** Whether the last of two or more labels is a top-level domain. */
    boolean isInternet(DomainName name) {
        return name.labelCount() > 1 && (isKnown(name) || isKnownBySecondLevel(name.suffix(1)));
    }

    private boolean isKnown(DomainName name) {
        return !suffixes.match(name).rule().isDefault();
    }

    private boolean isKnownBySecondLevel(DomainName topLevel) {
        for (String secondLevel : USUAL_SECOND_LEVELS) {
            if (topLevel.below(secondLevel).filter(this::isKnown).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Whether it can be registered: below that, a label may hold whatever its owner's DNS server answers. */
    boolean isRegistrable(DomainName name) {
        return name.isHostName()
                || suffixes.registrableDomain(name).orElse(name).isHostName();
    }

    /**
     * Whether text may mean this name without saying that it does: nothing but letters, digits, underscores and
     * hyphens, and no label begins or ends with a hyphen.
     */
    boolean isUsual(DomainName name) {
        String text = name.toString();
        return hasUsualCharacters(text)
                && !text.startsWith("-")
                && !text.contains(".-")
                && !text.contains("-.")
                && isInternet(name)
                && isRegistrable(name);
    }

    private static boolean hasUsualCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!TextCharacters.isHost(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
