package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a list is in DNS: a name, one of whose labels may be a key that belongs to who asks. The key is a secret: nothing
 * here shows it but {@link #below}.
 */
final class ListZone {

    static final String PLACEHOLDER = "{key}";
    private static final String REDACTED = "***";

    private final String template;
    private final @Nullable DomainName name; // with the key, if there is one; null while it is missing
    private final DomainName shown;

    private ListZone(String template, @Nullable DomainName name) {
        this.template = template;
        this.name = name;
        this.shown = DomainName.of(template.replace(PLACEHOLDER, REDACTED));
    }

    /** A name, or one in which {@code {key}} is one of the labels. */
    static Optional<ListZone> parse(String text) {
        int key = text.indexOf(PLACEHOLDER);
        if (key < 0) {
            return DomainName.parse(text).filter(ListZone::isZone).map(name -> new ListZone(name.toString(), name));
        }
        int end = key + PLACEHOLDER.length();
        boolean wholeLabel = (key == 0 || text.charAt(key - 1) == '.')
                && end < text.length() - 1
                && text.charAt(end) == '.'
                && text.indexOf('{', end) < 0;
        if (!wholeLabel) {
            return Optional.empty();
        }
        // As long as what will be shown, which has to be a name, too.
        return DomainName.parse(text.replace(PLACEHOLDER, "x".repeat(REDACTED.length())))
                .filter(ListZone::isZone)
                .map(name -> new ListZone(lowerCase(text), null));
    }

    private static boolean isZone(DomainName name) {
        return name.labelCount() >= 2 && isPlain(name.toString());
    }

    // Letters, digits, hyphens and underscores.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static String lowerCase(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    boolean needsKey() {
        return template.contains(PLACEHOLDER);
    }

    boolean isComplete() {
        return name != null;
    }

    /** The same with a key. No message of an exception has the key in it. */
    ListZone withKey(String key) {
        if (!needsKey()) {
            throw new IllegalArgumentException("this list has no place for a key");
        }
        if (!isKey(key)) {
            throw new IllegalArgumentException("a key is one label of letters, digits and hyphens");
        }
        return new ListZone(
                template,
                DomainName.parse(template.replace(PLACEHOLDER, key))
                        .orElseThrow(() -> new IllegalArgumentException("the key is too long")));
    }

    private static boolean isKey(String key) {
        if (key.isEmpty() || key.length() > DomainName.MAX_LABEL) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** The name to be asked for. The name with the zone behind it may be too long; the key may be missing. */
    ListQuery below(DomainName prefix) {
        if (name == null) {
            return ListQuery.notAsked(NotAsked.KEY_MISSING);
        }
        return name.below(prefix)
                .map(asked -> ListQuery.of(asked, shownBelow(prefix, asked)))
                .orElseGet(() -> ListQuery.notAsked(NotAsked.NAME_TOO_LONG));
    }

    // A key can be one letter, and then what is shown may be too long for a name although what is asked for is not.
    private DomainName shownBelow(DomainName prefix, DomainName asked) {
        return needsKey() ? shown.below(prefix).orElse(shown) : asked;
    }

    /** For people: {@code ***} in the place of the key. */
    String shown() {
        return shown.toString();
    }

    /** For the form in which profiles are kept. */
    String template() {
        return template;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListZone that && template.equals(that.template) && Objects.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return template.hashCode();
    }

    @Override
    public String toString() {
        return shown();
    }
}
