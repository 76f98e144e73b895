package io.mailseal.spf;

import io.mailseal.core.IpAddress;
import io.mailseal.spf.Mechanism.DualCidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record, all of it, in one pass. Used once.
 *
 * @rfc 7208 12
 */
final class RecordParser {

    private static final String ANY_MECHANISM = "all, include, a, mx, ptr, ip4, ip6 or exists";
    private static final String DOMAIN_END = "a domain name that ends in a dot and a top-level label, or in a macro";

    private final String text;
    // The term that is being read: from its qualifier, if any, to the space after it.
    private int termStart;
    private int termEnd;

    private final List<SpfTerm> terms = new ArrayList<>();
    private final List<Directive> directives = new ArrayList<>();
    private Modifier.@Nullable Redirect redirect;
    private Modifier.@Nullable Explanation explanation;
    private @Nullable SpfSyntaxError error;

    RecordParser(String text) {
        this.text = text;
    }

    // record = version terms *SP; terms = *( 1*SP ( directive / modifier ) )
    SpfParse parse() {
        if (!SpfRecord.hasVersion(text)) {
            return new SpfSyntaxError(0, "", SpfRecord.VERSION);
        }
        int at = SpfRecord.VERSION.length();
        while (error == null && at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
            } else {
                at = term(at);
            }
        }
        return error != null ? error : new SpfRecord(text, terms, directives, redirect, explanation);
    }

    /** One term and nothing else; null where it is none. */
    static @Nullable SpfTerm term(String text) {
        RecordParser parser = new RecordParser(text);
        if (text.isEmpty() || text.indexOf(' ') >= 0) {
            return null;
        }
        parser.term(0);
        return parser.error == null ? parser.terms.get(0) : null;
    }

    /** One domain-spec and nothing else; null where it is none. */
    static @Nullable DomainSpec domainSpec(String text) {
        RecordParser parser = new RecordParser(text);
        parser.termEnd = text.length();
        return parser.isVisible() ? parser.domainSpec(0, text.length()) : null;
    }

    // Reads the term from there on; where it ends.
    private int term(int start) {
        termStart = start;
        int space = text.indexOf(' ', start);
        termEnd = space < 0 ? text.length() : space;
        if (!isVisible()) {
            return termEnd;
        }
        Qualifier qualifier = qualifier(text.charAt(termStart));
        int nameStart = qualifier == null ? termStart : termStart + 1;
        int nameEnd = endOfName(nameStart);
        // §4.6.1: an equals sign right after the name makes a modifier, and only modifiers have no qualifier.
        if (qualifier == null && nameEnd < termEnd && text.charAt(nameEnd) == '=') {
            modifier(nameEnd);
        } else {
            directive(qualifier == null ? Qualifier.PASS : qualifier, nameStart, nameEnd);
        }
        return termEnd;
    }

    private boolean isVisible() {
        for (int i = termStart; i < termEnd; i++) {
            if (text.charAt(i) < '!' || text.charAt(i) > '~') {
                fail(i, "a visible ASCII character");
                return false;
            }
        }
        return true;
    }

    private static @Nullable Qualifier qualifier(char c) {
        return switch (c) {
            case '+' -> Qualifier.PASS;
            case '-' -> Qualifier.FAIL;
            case '~' -> Qualifier.SOFTFAIL;
            case '?' -> Qualifier.NEUTRAL;
            default -> null;
        };
    }

    private int endOfName(int start) {
        int end = start;
        while (end < termEnd && (isAlphanum(text.charAt(end)) || "-_.".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private String name(int start, int end) {
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    // ---- §6: modifiers ----

    private void modifier(int equals) {
        if (equals == termStart || !isAlpha(text.charAt(termStart))) {
            fail(termStart, "a name that begins with a letter");
            return;
        }
        String name = name(termStart, equals);
        switch (name) {
            case Modifier.Redirect.NAME -> redirect(equals + 1);
            case Modifier.Explanation.NAME -> explanation(equals + 1);
            default -> unknownModifier(name, equals + 1);
        }
    }

    // The letters that only an explanation knows are left to whoever defines the modifier.
    private void unknownModifier(String name, int start) {
        MacroParser parser = new MacroParser(text, start, termEnd, MacroString.ALL_LETTERS);
        if (parser.parse() == null) {
            fail(parser.position(), parser.expected());
        } else {
            terms.add(new Modifier.Unknown(name, text.substring(start, termEnd), termText()));
        }
    }

    private void redirect(int start) {
        DomainSpec target = domainSpec(start, termEnd);
        if (redirect != null) {
            fail(termStart, "redirect= no more than once"); // §6
        } else if (target != null) {
            redirect = new Modifier.Redirect(target, termText());
            terms.add(redirect);
        }
    }

    private void explanation(int start) {
        DomainSpec target = domainSpec(start, termEnd);
        if (explanation != null) {
            fail(termStart, "exp= no more than once"); // §6
        } else if (target != null) {
            explanation = new Modifier.Explanation(target, termText());
            terms.add(explanation);
        }
    }

    // ---- §5: mechanisms ----

    private void directive(Qualifier qualifier, int nameStart, int nameEnd) {
        Mechanism mechanism = mechanism(nameStart, nameEnd);
        if (mechanism != null) {
            Directive directive = new Directive(qualifier, mechanism, termText());
            terms.add(directive);
            directives.add(directive);
        }
    }

    private @Nullable Mechanism mechanism(int nameStart, int nameEnd) {
        return switch (name(nameStart, nameEnd)) {
            case "all" -> all(nameEnd);
            case "include" -> include(nameEnd);
            case "a" -> a(nameEnd);
            case "mx" -> mx(nameEnd);
            case "ptr" -> ptr(nameEnd);
            case "ip4" -> ip(nameEnd, 32);
            case "ip6" -> ip(nameEnd, 128);
            case "exists" -> exists(nameEnd);
            default -> noMechanism(nameStart, ANY_MECHANISM);
        };
    }

    private @Nullable Mechanism all(int nameEnd) {
        return nameEnd == termEnd ? new Mechanism.All() : noMechanism(nameEnd, "nothing after all");
    }

    private @Nullable Mechanism include(int nameEnd) {
        DomainSpec target = requiredTarget(nameEnd);
        return target == null ? null : new Mechanism.Include(target);
    }

    private @Nullable Mechanism exists(int nameEnd) {
        DomainSpec target = requiredTarget(nameEnd);
        return target == null ? null : new Mechanism.Exists(target);
    }

    private @Nullable Mechanism ptr(int nameEnd) {
        DomainSpec target = optionalTarget(nameEnd, termEnd);
        return target == null ? null : new Mechanism.Ptr(target);
    }

    private @Nullable Mechanism a(int nameEnd) {
        Cidr cidr = dualCidr(nameEnd);
        DomainSpec target = cidr == null ? null : optionalTarget(nameEnd, cidr.start());
        return cidr == null || target == null ? null : new Mechanism.A(target, cidr.lengths());
    }

    private @Nullable Mechanism mx(int nameEnd) {
        Cidr cidr = dualCidr(nameEnd);
        DomainSpec target = cidr == null ? null : optionalTarget(nameEnd, cidr.start());
        return cidr == null || target == null ? null : new Mechanism.Mx(target, cidr.lengths());
    }

    // §5.6
    private @Nullable Mechanism ip(int nameEnd, int bits) {
        if (nameEnd == termEnd || text.charAt(nameEnd) != ':') {
            return noMechanism(nameEnd, "a colon and an address");
        }
        int addressEnd = nameEnd;
        while (addressEnd < termEnd && text.charAt(addressEnd) != '/') {
            addressEnd++;
        }
        IpAddress network =
                IpAddress.parse(text.substring(nameEnd + 1, addressEnd)).orElse(null);
        if (network == null || network.bits() != bits) {
            return noMechanism(nameEnd + 1, bits == 32 ? "an IPv4 address, all four numbers of it" : "an IPv6 address");
        }
        int prefixLength = addressEnd == termEnd ? bits : prefixLength(addressEnd, termEnd, bits);
        return prefixLength < 0 ? null : new Mechanism.Ip(network, prefixLength);
    }

    // ---- §5.6: prefix lengths ----

    /** Prefix lengths, and where they begin. */
    private record Cidr(int start, DualCidr lengths) {}

    // dual-cidr-length = [ ip4-cidr-length ] [ "/" ip6-cidr-length ], sought from the end: a slash may also be part
    // of a name, but no name ends in a slash and digits.
    private @Nullable Cidr dualCidr(int from) {
        int start = termEnd;
        int v6 = 128;
        int slash = slashBeforeDigits(from, start);
        if (slash > from && text.charAt(slash - 1) == '/') {
            v6 = prefixLength(slash, start, 128);
            start = slash - 1;
            slash = slashBeforeDigits(from, start);
        }
        int v4 = 32;
        if (slash >= 0) {
            v4 = prefixLength(slash, start, 32);
            start = slash;
        }
        if (v4 < 0 || v6 < 0) {
            return null;
        }
        return new Cidr(start, v4 == 32 && v6 == 128 ? DualCidr.WHOLE : new DualCidr(v4, v6));
    }

    // The slash that only digits, at least one, part from the end; -1 if there is none.
    private int slashBeforeDigits(int from, int end) {
        int at = end - 1;
        while (at >= from && isDigit(text.charAt(at))) {
            at--;
        }
        return at >= from && at < end - 1 && text.charAt(at) == '/' ? at : -1;
    }

    // ("0" / %x31-39 *DIGIT) after the slash, up to the number of bits; -1 and an error for anything else.
    private int prefixLength(int slash, int end, int bits) {
        int length = 0;
        int digits = end - slash - 1;
        boolean wellFormed = digits == 1 || digits > 1 && digits <= 3 && text.charAt(slash + 1) != '0';
        for (int i = slash + 1; wellFormed && i < end; i++) {
            wellFormed = isDigit(text.charAt(i));
            length = 10 * length + text.charAt(i) - '0';
        }
        if (!wellFormed || length > bits) {
            fail(slash + 1, "a prefix length from 0 to " + bits + " without leading zeros");
            return -1;
        }
        return length;
    }

    // ---- §7.1: domain-spec ----

    private @Nullable DomainSpec requiredTarget(int nameEnd) {
        if (nameEnd == termEnd || text.charAt(nameEnd) != ':') {
            return noDomain(nameEnd, "a colon and a domain name");
        }
        return domainSpec(nameEnd + 1, termEnd);
    }

    private @Nullable DomainSpec optionalTarget(int nameEnd, int end) {
        if (nameEnd == end) {
            return DomainSpec.RECORD_DOMAIN;
        }
        if (text.charAt(nameEnd) != ':') {
            return noDomain(nameEnd, "a colon, or nothing");
        }
        return domainSpec(nameEnd + 1, end);
    }

    // domain-spec = macro-string domain-end; domain-end = ( "." toplabel [ "." ] ) / macro-expand
    private @Nullable DomainSpec domainSpec(int start, int end) {
        MacroParser parser = new MacroParser(text, start, end, MacroString.TERM_LETTERS);
        MacroString macros = parser.parse();
        if (macros == null) {
            return noDomain(parser.position(), parser.expected());
        }
        if (!parser.endsInExpansion() && !endsInTopLabel(start, end)) {
            return noDomain(start, DOMAIN_END);
        }
        return new DomainSpec(macros);
    }

    // toplabel = ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum )
    private boolean endsInTopLabel(int start, int end) {
        int labelEnd = end > start && text.charAt(end - 1) == '.' ? end - 1 : end;
        int labelStart = labelEnd;
        boolean digitsOnly = true;
        while (labelStart > start && isLabelCharacter(text.charAt(labelStart - 1))) {
            labelStart--;
            digitsOnly &= isDigit(text.charAt(labelStart));
        }
        return labelStart > start
                && labelStart < labelEnd
                && text.charAt(labelStart - 1) == '.'
                && text.charAt(labelStart) != '-'
                && text.charAt(labelEnd - 1) != '-'
                && !digitsOnly;
    }

    // ---- characters and errors ----

    private static boolean isLabelCharacter(char c) {
        return isAlphanum(c) || c == '-';
    }

    private static boolean isAlphanum(char c) {
        return isAlpha(c) || isDigit(c);
    }

    private static boolean isAlpha(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private String termText() {
        return text.substring(termStart, termEnd);
    }

    private @Nullable Mechanism noMechanism(int position, String expected) {
        fail(position, expected);
        return null;
    }

    private @Nullable DomainSpec noDomain(int position, String expected) {
        fail(position, expected);
        return null;
    }

    // The first error is the one that is told.
    private void fail(int position, String expected) {
        if (error == null) {
            error = new SpfSyntaxError(position, termText(), expected);
        }
    }
}
