package io.mailseal.dkim;

import java.util.Optional;

/**
 * The one implementation of {@link DkimKeyFinding}.
 *
 * @param tagName empty if there is none
 */
record KeyFindingMade(Code code, String tagName, String explanation) implements DkimKeyFinding {

    @Override
    public Optional<String> tag() {
        return tagName.isEmpty() ? Optional.empty() : Optional.of(tagName);
    }
}
