package io.mailseal.core.syntax;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Received field says of its hop: by whom it was written, and which client that host saw.
 *
 * <p>Both the HELO name and the name of the client's address are words of the client, or of whoever runs its reverse zone.
 * So nothing is searched for: what is not in its place is not there, and where two things could be meant, neither is.
 *
 * <p>Whether to believe it is the caller's to decide: anybody can write such fields, and who did is known of the newest ones
 * alone. Immutable.
 *
 * @rfc 5321 4.4
 */
public final class ReceivedField {

    private final List<String> writers;
    private final @Nullable IpAddress client;
    private final String helo;
    private final boolean clear;

    private ReceivedField(List<String> writers, @Nullable IpAddress client, String helo, boolean clear) {
        this.writers = writers;
        this.client = client;
        this.helo = helo;
        this.clear = clear;
    }

    /**
     * Reads a field; what cannot be understood is not clear.
     *
     * @param value of any length, folded or not
     */
    public static ReceivedField parse(String value) {
        List<Token> tokens = new ArrayList<>();
        boolean closed = tokens(value, tokens);
        List<String> writers = writers(tokens);
        int by = closed && writers.size() == 1 ? fromClause(tokens) : -1;
        if (by < 0) {
            return new ReceivedField(writers, null, "", false);
        }
        return by == 0
                ? new ReceivedField(writers, null, "", true)
                : withClient(writers, tokens, by).unlessOthersIn(writtenByHost(tokens, by));
    }

    /** Who the field says has written it. More than one only where somebody has slipped in what he should not. */
    public boolean isBy(DomainName host) {
        return writers.stream().anyMatch(writer -> isName(writer, host));
    }

    /** Whether the word is the name of the host. RFC 6531 §3.7.3: that may be in Unicode here. */
    public static boolean isName(String word, DomainName host) {
        return DomainName.parse(word)
                .or(() -> DomainName.ofUnicode(word))
                .filter(host::equals)
                .isPresent();
    }

    /** Whether it has the form that such a field should have. */
    public boolean isClear() {
        return clear;
    }

    /** The address that the host saw. */
    public Optional<IpAddress> client() {
        return Optional.ofNullable(client);
    }

    /** What the client said in HELO; empty if it is not known. */
    public String helo() {
        return helo;
    }

    // ---- words and comments ----

    /** A word, or a comment without its parentheses. */
    private record Token(boolean comment, String text) {
        boolean isWord(String word) {
            return !comment && text.equalsIgnoreCase(word);
        }
    }

    // Up to the date. False where a comment or quoted string has no end, or what follows is no date alone.
    private static boolean tokens(String value, List<Token> tokens) {
        int at = 0;
        while (at < value.length() && value.charAt(at) != ';') {
            char c = value.charAt(at);
            if (isBlank(c)) {
                at++;
                continue;
            }
            int end = c == '(' ? commentEnd(value, at) : wordEnd(value, at);
            if (end < 0) {
                return false;
            }
            tokens.add(c == '(' ? new Token(true, value.substring(at + 1, end - 1)) : word(value, at, end));
            at = end;
        }
        return value.indexOf(';', at + 1) < 0;
    }

    private static Token word(String value, int at, int end) {
        return new Token(false, value.substring(at, end));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static int commentEnd(String text, int start) {
        int depth = 0;
        for (int at = start; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '\\' -> at++;
                case '(' -> depth++;
                case ')' -> {
                    if (--depth == 0) {
                        return at + 1;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }

    private static int wordEnd(String text, int start) {
        boolean quoted = false;
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted && c == '\\') {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (isBlank(c) || c == '(' || c == ';')) {
                return at;
            }
        }
        return quoted ? -1 : text.length();
    }

    // ---- clauses ----

    private static List<String> writers(List<Token> tokens) {
        List<String> writers = new ArrayList<>();
        boolean afterBy = false;
        for (Token token : tokens) {
            if (!token.comment()) {
                if (afterBy) {
                    writers.add(token.text());
                }
                afterBy = token.isWord("by");
            }
        }
        return writers;
    }

    // Where the BY clause begins: behind FROM, one word, and comments; at 0 without FROM; -1 where it is not like that.
    private static int fromClause(List<Token> tokens) {
        if (tokens.get(0).isWord("by")) {
            return 0;
        }
        if (!tokens.get(0).isWord("from") || tokens.get(1).comment()) {
            return -1;
        }
        int at = 2;
        while (at < tokens.size() && tokens.get(at).comment()) {
            at++;
        }
        return at < tokens.size() && tokens.get(at).isWord("by") ? at : -1;
    }

    private static ReceivedField withClient(List<String> writers, List<Token> tokens, int by) {
        String domain = tokens.get(1).text();
        List<String> first = by > 2 ? words(tokens.get(2).text()) : List.of();
        if (first.isEmpty()) {
            return new ReceivedField(writers, null, domain, true);
        }
        // "from RDNS (HELO NAME) (IDENT@1.2.3.4)", as qmail writes; NAME may look like an address.
        if (startsWithHelo(first)) {
            String next = by > 3 ? tokens.get(3).text() : "";
            IpAddress address = first.size() == 2 ? address(next.substring(next.lastIndexOf('@') + 1)) : null;
            return new ReceivedField(writers, address, first.get(first.size() - 1), true);
        }
        // TCP-info: an address literal, perhaps with the name of the address before it.
        if (isLiteral(first.get(0)) || first.size() > 1 && isLiteral(first.get(1)) && !isSetting(first.get(0))) {
            return ofTcpInfo(writers, domain, first);
        }
        // "from NAME (1.2.3.4)", as Exchange writes.
        Optional<IpAddress> alone = first.size() == 1 ? IpAddress.parse(first.get(0)) : Optional.empty();
        if (alone.isPresent()) {
            return new ReceivedField(writers, alone.get(), domain, true);
        }
        // "from [1.2.3.4] (port=25 helo=NAME)", as Exim writes where the address has no name.
        if (isLiteral(domain) && first.stream().allMatch(ReceivedField::isSetting)) {
            return new ReceivedField(writers, address(domain), setting(first, "helo", ""), true);
        }
        return new ReceivedField(writers, null, domain, true);
    }

    // What should be the host's own words of the client: the comments; or the name before them, where HELO is the
    // first.
    private static List<Token> writtenByHost(List<Token> tokens, int by) {
        boolean heloFirst = by > 2 && startsWithHelo(words(tokens.get(2).text()));
        List<Token> comments = tokens.subList(heloFirst ? 3 : 2, by);
        return heloFirst
                ? Stream.concat(Stream.of(tokens.get(1)), comments.stream()).toList()
                : comments;
    }

    // A HELO with blanks or parentheses is read as comments, too, and comes before those of the host.
    private ReceivedField unlessOthersIn(List<Token> written) {
        boolean alone = client == null
                || written.stream()
                        .flatMap(token -> addresses(token.text()).stream())
                        .allMatch(client::equals);
        return alone ? this : new ReceivedField(writers, null, "", false);
    }

    // Exim puts HELO behind the address where it is another name than that of the address.
    private static ReceivedField ofTcpInfo(List<String> writers, String domain, List<String> words) {
        boolean one = words.stream().filter(ReceivedField::isLiteral).count() == 1;
        String literal =
                words.stream().filter(ReceivedField::isLiteral).findFirst().orElse("");
        return one
                ? new ReceivedField(writers, address(literal), setting(words, "helo", domain), true)
                : new ReceivedField(writers, null, "", false);
    }

    // Of a comment, those in it left out.
    private static List<String> words(String comment) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < comment.length()) {
            if (isBlank(comment.charAt(at))) {
                at++;
                continue;
            }
            boolean nested = comment.charAt(at) == '(';
            int end = nested ? commentEnd(comment, at) : blankOrParenthesis(comment, at);
            if (!nested) {
                words.add(comment.substring(at, end));
            }
            at = end;
        }
        return words;
    }

    private static int blankOrParenthesis(String text, int start) {
        int at = start;
        while (at < text.length() && !isBlank(text.charAt(at)) && text.charAt(at) != '(') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length());
    }

    private static boolean startsWithHelo(List<String> words) {
        return !words.isEmpty()
                && (words.get(0).equalsIgnoreCase("HELO") || words.get(0).equalsIgnoreCase("EHLO"));
    }

    private static boolean isSetting(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && !isLiteral(word);
    }

    private static String setting(List<String> words, String key, String otherwise) {
        String start = key + "=";
        return words.stream()
                .filter(word -> word.regionMatches(true, 0, start, 0, start.length()))
                .map(word -> word.substring(start.length()))
                .findFirst()
                .orElse(otherwise);
    }

    // ---- addresses ----

    private static boolean isLiteral(String word) {
        return word.startsWith("[");
    }

    // "[1.2.3.4]", "[IPv6:::1]", also with a port behind; or the address alone.
    private static @Nullable IpAddress address(String word) {
        String text = word;
        if (isLiteral(word)) {
            int end = word.indexOf(']');
            if (end < 0 || !isPort(word.substring(end + 1))) {
                return null;
            }
            text = word.substring(1, end);
        }
        String tag = "IPv6:";
        boolean tagged = text.regionMatches(true, 0, tag, 0, tag.length());
        Optional<IpAddress> address = IpAddress.parse(tagged ? text.substring(tag.length()) : text);
        return address.filter(parsed -> !tagged || !parsed.isV4()).orElse(null);
    }

    // All that a text could mean, at any depth; but for what it says in the client's name.
    private static List<IpAddress> addresses(String text) {
        List<IpAddress> addresses = new ArrayList<>();
        for (String word : pieces(text, " \t\r\n()")) {
            if (!word.regionMatches(true, 0, "helo=", 0, 5) && !word.regionMatches(true, 0, "ident=", 0, 6)) {
                pieces(word, "[]<>,;=\"'").forEach(piece -> bareAddress(piece).ifPresent(addresses::add));
            }
        }
        return addresses;
    }

    private static List<String> pieces(String text, String separators) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || separators.indexOf(text.charAt(at)) >= 0) {
                if (at > start) {
                    pieces.add(text.substring(start, at));
                }
                start = at + 1;
            }
        }
        return pieces;
    }

    // Behind what ident said of the user, and without a port.
    private static Optional<IpAddress> bareAddress(String piece) {
        String text = piece.substring(piece.lastIndexOf('@') + 1);
        int colon = text.indexOf(':');
        if (colon < 0 || !isPort(text.substring(colon))) {
            return Optional.ofNullable(address(text));
        }
        return Optional.ofNullable(address(text.substring(0, colon)));
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || text.charAt(0) == ':' && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }
}
