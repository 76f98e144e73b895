package io.mailseal.mime;

import io.mailseal.core.DomainName;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One valid address of a From field.
 *
 * @rfc 5322 3.4
 * @rfc 6532 3.2
 */
public final class AuthorAddress {

    // Besides letters and digits, what RFC 5322 §3.2.3 has in an atom.
    private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private final String localPart;
    private final DomainName domain;
    private final @Nullable String displayName;
    private final Set<AuthorAnomaly> anomalies;

    AuthorAddress(String localPart, DomainName domain, @Nullable String displayName, Set<AuthorAnomaly> anomalies) {
        this.localPart = localPart;
        this.domain = domain;
        this.displayName = displayName;
        this.anomalies = unmodifiable(anomalies);
    }

    static Set<AuthorAnomaly> unmodifiable(Set<AuthorAnomaly> anomalies) {
        return anomalies.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(anomalies));
    }

    /**
     * What stands before the {@code @}, without quotation marks and backslashes; encoded-words are left as they are. It may
     * hold any character but controls, and may be empty ({@code ""@a.example}).
     */
    public String localPart() {
        return localPart;
    }

    /** What stands after the {@code @}; U-labels as A-labels. */
    public DomainName domain() {
        return domain;
    }

    /**
     * The words before the angle bracket, without quotation marks and backslashes; encoded-words are left as they are. An
     * unverified claim that may hold any character but NUL, CR and LF: to be escaped before it is shown.
     */
    public Optional<String> displayName() {
        return Optional.ofNullable(displayName);
    }

    /**
     * The display name as a mail program shows it: its encoded-words (RFC 2047) decoded. It may hold any character at all.
     *
     * @rfc 2047 6
     */
    public Optional<String> decodedDisplayName() {
        return displayName().map(EncodedWords::decode);
    }

    /** What is unusual about it. */
    public Set<AuthorAnomaly> anomalies() {
        return anomalies;
    }

    /**
     * The address as mail writes it, quoted where it must be, with the domain in A-labels; not ASCII if the local part is
     * not. Read again, it gives the same local part and domain.
     *
     * @rfc 5322 3.4.1
     */
    public String addrSpec() {
        return (isDotAtom(localPart) ? localPart : quoted(localPart)) + "@" + domain;
    }

    private static boolean isDotAtom(String text) {
        boolean afterDot = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' ? afterDot : !isAtomText(c)) {
                return false;
            }
            afterDot = c == '.';
        }
        return !afterDot;
    }

    private static boolean isAtomText(char c) {
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        boolean digit = c >= '0' && c <= '9';
        return letter || digit || c >= 0x80 || ATOM_SPECIALS.indexOf(c) >= 0;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthorAddress that
                && localPart.equals(that.localPart)
                && domain.equals(that.domain)
                && Objects.equals(displayName, that.displayName)
                && anomalies.equals(that.anomalies);
    }

    @Override
    public int hashCode() {
        return Objects.hash(localPart, domain, displayName, anomalies);
    }

    /** The address without the display name, as {@link #addrSpec}. */
    @Override
    public String toString() {
        return addrSpec();
    }
}
