package io.mailseal.spf;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.syntax.DotAtom;
import io.mailseal.core.syntax.FoldedText;
import io.mailseal.core.syntax.Quoting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Received-SPF field: what was checked, and what SPF said. Immutable, with equality.
 *
 * <p><b>To be written</b> by the host that made the check, one for each identity that was checked: {@link #of}. It is a
 * trace field, and belongs above the Received field of the same host and above every other Received-SPF field; whoever
 * writes it elsewhere makes readers take an older one for theirs.
 *
 * <pre>{@code
 * String field = ReceivedSpf.of(result, "mx.example.org").toHeaderField();
 * }</pre>
 *
 * <p><b>To be read</b> by programs behind that host: {@link #parse(HeaderField)}. A field that is read is what somebody
 * claims, never evidence: every sender can write one. Only those above the Received field of a host of your own were
 * written by it. What needs a verdict (DMARC, a filter at the border) asks {@link SpfEvaluator}; this type is no
 * {@link SpfResult}, and none can be made of it.
 *
 * <p>Whatever somebody else has chosen gets into the field as a dot-atom, in quotes, or not at all. Left out is a value
 * that holds anything but printable ASCII, blanks and tabs, or more than 900 characters when escaped; the other pairs
 * stay. It is not altered, since another identity would then stand there. (The domain of an internationalized sender is
 * written in A-labels.) Only the explanation of an error and a long mechanism are cut: they end in three dots then.
 *
 * @rfc 7208 9.1
 */
public final class ReceivedSpf implements ReceivedSpfParse {

    /** The name of the field. */
    public static final String FIELD_NAME = "Received-SPF";

    /** How many characters of a value are read, folds included; of octets, how many octets. */
    public static final int MAX_LENGTH = 16_384;

    /** How many pairs are read. */
    public static final int MAX_PAIRS = 100;

    /** How many comments within each other are read. */
    public static final int MAX_COMMENT_DEPTH = 20;

    // A domain name, and a little more.
    private static final int LONGEST_RECEIVER = 255;

    // A longer key, which we don't have, is not written: it and a value must fit into a line.
    private static final int LONGEST_KEY = 64;

    // Of what is for people alone. It may take twice as much when escaped.
    private static final int LONGEST_TEXT = 400;

    private static final String CUT = "...";

    private final SpfStatus status;
    private final @Nullable String comment;
    private final List<Pair> pairs;

    private ReceivedSpf(SpfStatus status, @Nullable String comment, List<Pair> pairs) {
        this.status = status;
        this.comment = comment;
        this.pairs = List.copyOf(pairs);
    }

    static ReceivedSpf read(SpfStatus status, @Nullable String comment, List<Pair> pairs) {
        return new ReceivedSpf(status, comment, pairs);
    }

    /**
     * A key and its value.
     *
     * @param key as written; the case of letters does not matter
     * @param value without quotes and escapes; no control character but the tab is in it, but in a field that was read
     *     there may be characters outside of ASCII
     */
    public record Pair(String key, String value) {

        /**
         * @throws IllegalArgumentException if the key is no name (a letter, then letters, digits, hyphens, underscores
         *     and dots), or a control character is in the value
         */
        public Pair {
            if (!isName(key)) {
                throw new IllegalArgumentException("not a key, of " + key.length() + " characters");
            }
            if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
                throw new IllegalArgumentException("a value with control characters");
            }
        }

        private static boolean isName(String key) {
            for (int i = 0; i < key.length(); i++) {
                if (!ReceivedSpfParser.isOfKey(key.charAt(i))) {
                    return false;
                }
            }
            return !key.isEmpty() && ReceivedSpfParser.isLetter(key.charAt(0));
        }

        // Null where it can't stand in the field.
        private @Nullable String format() {
            if (key.length() > LONGEST_KEY || !Quoting.QUOTED_STRING.canHold(value)) {
                return null;
            }
            // eid5843: what is no dot-atom is quoted, such as ip4:192.0.2.1 or 2001:db8::1.
            return key + "=" + (DotAtom.matches(value) ? value : Quoting.QUOTED_STRING.quote(value));
        }
    }

    // ---- writing ----

    /**
     * The field for a result: client-ip, envelope-from (if MAIL FROM was checked; empty for the null reverse-path),
     * helo (empty if there was none), receiver, identity, mechanism (without its qualifier; {@code default} if none
     * matched), and, after an error, problem. Its comment says the same for people; of what the sender chose it has the
     * domain alone.
     *
     * @param receiver the domain name of the host that made the check, 1 to 255 characters
     * @throws IllegalArgumentException if the receiver is empty or too long, or can't stand in the field
     */
    public static ReceivedSpf of(SpfResult result, String receiver) {
        requireReceiver(receiver);
        SpfRequest request = result.request();
        List<Pair> pairs = new ArrayList<>();
        add(pairs, "client-ip", client(request));
        if (result.identity() == SpfIdentity.MAIL_FROM) {
            add(pairs, "envelope-from", envelopeFrom(request));
        }
        add(pairs, "helo", request.helo());
        add(pairs, "receiver", receiver);
        add(pairs, "identity", result.identity().word());
        add(pairs, "mechanism", mechanism(result));
        if (result.status() == SpfStatus.TEMPERROR || result.status() == SpfStatus.PERMERROR) {
            add(pairs, "problem", cut(result.explanation()));
        }
        return new ReceivedSpf(result.status(), receiver + ": " + comment(result), pairs);
    }

    private static void requireReceiver(String receiver) {
        if (receiver.isEmpty() || receiver.length() > LONGEST_RECEIVER) {
            throw new IllegalArgumentException("a receiver has 1 to 255 characters");
        }
        Quoting.QUOTED_STRING.require(receiver);
    }

    private static void add(List<Pair> pairs, String key, String value) {
        if (Quoting.QUOTED_STRING.canHold(value)) {
            pairs.add(new Pair(key, value));
        }
    }

    // §5: an IPv4-mapped client is an IPv4 client.
    private static String client(SpfRequest request) {
        return request.client().unmapped().toString();
    }

    private static String envelopeFrom(SpfRequest request) {
        String path = request.mailFrom();
        Sender sender = path.chars().allMatch(c -> c < 0x80) ? null : Sender.of(request);
        return sender == null ? path : sender.localPart() + "@" + sender.domain();
    }

    private static String mechanism(SpfResult result) {
        String term = result.matchedTerm().orElse("default");
        boolean qualified = "+-?~".indexOf(term.charAt(0)) >= 0;
        return cut(qualified ? term.substring(1) : term);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - CUT.length()) + CUT;
    }

    // It comes before the pairs, and careless readers look for these everywhere: so nothing is in it that a sender or
    // the owner of a domain could form at will.
    private static String comment(SpfResult result) {
        String client = client(result.request());
        String domain = result.domain().map(Object::toString).orElse("");
        return switch (result.status()) {
            case PASS -> domain + " designates " + client + " as permitted sender";
            case FAIL -> domain + " does not designate " + client + " as permitted sender";
            case SOFTFAIL -> domain + " probably does not designate " + client + " as permitted sender";
            case NEUTRAL -> domain + " neither permits nor denies " + client;
            case NONE -> domain.isEmpty() ? "no domain to check" : domain + " does not designate permitted senders";
            case TEMPERROR -> "temporary error while " + domain + " was checked";
            case PERMERROR -> "permanent error while " + domain + " was checked";
        };
    }

    /**
     * The whole field with its name, folded, with a CRLF at its end: ready to be put above the message. ASCII; no line
     * is longer than 998 octets, and none is longer than 78 without need.
     */
    public String toHeaderField() {
        return format(FoldedText.with("\r\n")) + "\r\n";
    }

    /** The field with its name on one line, without a line end. */
    public String toLine() {
        return format(FoldedText.onOneLine());
    }

    private String format(FoldedText text) {
        text.append(FIELD_NAME + ": " + status.word());
        if (comment != null && Quoting.COMMENT.canHold(comment)) {
            text.phrase(" " + Quoting.COMMENT.quote(comment));
        }
        List<String> written =
                pairs.stream().map(Pair::format).filter(Objects::nonNull).toList();
        for (int i = 0; i < written.size(); i++) {
            String pair = written.get(i) + (i + 1 < written.size() ? ";" : "");
            if (i == 0) {
                text.newLine(pair);
            } else {
                text.item(pair);
            }
        }
        return text.toString();
    }

    // ---- reading ----

    /** Reads a field of a message: the {@link HeaderField#rawValue} of one that has the right name. Never throws. */
    public static ReceivedSpfParse parse(HeaderField field) {
        return field.isNamed(FIELD_NAME)
                ? parse(field.rawValue())
                : new ReceivedSpfSyntaxError(ReceivedSpfSyntaxError.Kind.OTHER_FIELD, 0);
    }

    /** Reads the value of a field; octets above 127 are taken for UTF-8. Never throws. */
    public static ReceivedSpfParse parse(Octets value) {
        return value.length() > MAX_LENGTH
                ? new ReceivedSpfSyntaxError(ReceivedSpfSyntaxError.Kind.TOO_LONG, MAX_LENGTH)
                : parse(value.toUtf8());
    }

    /**
     * Reads the value of a field, without its name: it may be folded, and may end in CRLF. Taken, too, are the forms of
     * RFC 4408, and values without the quotes that they need; an unknown result is an error. Never throws; the time it
     * takes grows with the length alone.
     */
    public static ReceivedSpfParse parse(String value) {
        return new ReceivedSpfParser(value).parse();
    }

    // ---- what it says ----

    /** The result. */
    public SpfStatus status() {
        return status;
    }

    /** The first comment after the result; comments within it have their parentheses. Third-party text, for people. */
    public Optional<String> comment() {
        return Optional.ofNullable(comment);
    }

    /** All pairs in order: also unknown keys, and keys that were there before. */
    public List<Pair> pairs() {
        return pairs;
    }

    /** The value of the first pair with this key; the case of letters does not matter. */
    public Optional<String> value(String key) {
        return pairs.stream()
                .filter(pair -> pair.key().equalsIgnoreCase(key))
                .map(Pair::value)
                .findFirst();
    }

    /** The keys that are there more than once, each once, in lower case. Of these, two readers may believe two pairs. */
    public List<String> repeatedKeys() {
        Set<String> seen = new HashSet<>();
        return pairs.stream()
                .map(pair -> pair.key().toLowerCase(Locale.ROOT))
                .filter(key -> !seen.add(key))
                .distinct()
                .toList();
    }

    /** The address of the client; empty where there is none, or something else. */
    public Optional<IpAddress> clientIp() {
        return value("client-ip").flatMap(IpAddress::parse);
    }

    /** The sender of the envelope; an empty text is the null reverse-path. */
    public Optional<String> envelopeFrom() {
        return value("envelope-from");
    }

    /** The argument of HELO or EHLO. */
    public Optional<String> helo() {
        return value("helo");
    }

    /** The host that made the check. */
    public Optional<String> receiver() {
        return value("receiver");
    }

    /** The identity that was checked; empty where there is none, or one that SPF does not know, such as {@code pra}. */
    public Optional<SpfIdentity> identity() {
        // No word is as long; to lower a long text that is not ASCII can take long.
        String word =
                value("identity").filter(text -> text.length() < 20).orElse("").toLowerCase(Locale.ROOT);
        return Arrays.stream(SpfIdentity.values())
                .filter(identity -> identity.word().equals(word))
                .findFirst();
    }

    /** The mechanism that matched; {@code default} if none did. */
    public Optional<String> mechanism() {
        return value("mechanism");
    }

    /** Details of an error. */
    public Optional<String> problem() {
        return value("problem");
    }

    /** By result, comment and pairs, these in order and as they were written. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ReceivedSpf that
                && status == that.status
                && Objects.equals(comment, that.comment)
                && pairs.equals(that.pairs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, comment, pairs);
    }

    /** The field, folded with line feeds. */
    @Override
    public String toString() {
        return format(FoldedText.with("\n"));
    }
}
