package io.mailseal.dkim;

import io.mailseal.core.message.FieldsFromBelow;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which header fields a signer signs. Start with {@link #recommended} and add to it; or, for full control, say it
 * {@link #exactly}. Immutable.
 *
 * <p>A signature covers the fields that it names, and as many of each as it names. Naming one more than there is seals
 * it: whoever adds another breaks the signature. All fields of a name that is chosen here are signed, however many
 * there are. A name that is chosen again keeps what it had where that was more; to seal it less, take it out first, by
 * {@link #without}.
 *
 * @rfc 6376 5.4
 */
public final class DkimSignedFields {

    private static final int MAX_NAME = 70;

    private static final String FROM = "from";
    private static final String SIGNATURE = "dkim-signature";

    /** How many fields of a name are named, those that name more after those that name less. */
    private enum Amount {
        ALL_THERE,
        ONE_MORE_IF_THERE,
        ONE_MORE;

        /** That of the two which names more. */
        Amount orMore(Amount other) {
            return compareTo(other) >= 0 ? this : other;
        }

        int of(int present) {
            return switch (this) {
                case ALL_THERE -> present;
                case ONE_MORE_IF_THERE -> present == 0 ? 0 : present + 1;
                case ONE_MORE -> present + 1;
            };
        }
    }

    /** What was chosen for a name, as it is written in {@code h=}. */
    private record Choice(String name, Amount amount) {

        /** As the newer one writes it, with the larger amount. */
        Choice raised(Choice newer) {
            return new Choice(newer.name(), amount.orMore(newer.amount()));
        }
    }

    private static final DkimSignedFields RECOMMENDED = new DkimSignedFields(Map.of(), null)
            // What people see, and what decides how the body is read.
            .sealing("From", "To", "Cc", "Subject", "Date", "Reply-To", "Message-ID", "In-Reply-To", "References")
            .sealing("MIME-Version", "Content-Type", "Content-Transfer-Encoding")
            // What others may add where it is missing, such as a mailing list that changes nothing else.
            .sealingIfPresent("Sender", "Content-ID", "Content-Description", "Content-Disposition")
            .sealingIfPresent("List-Id", "List-Help", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Subscribe")
            .sealingIfPresent("List-Post", "List-Owner", "List-Archive", "Feedback-ID", "Autocrypt")
            // RFC 8460 §5.3
            .sealingIfPresent("TLS-Report-Domain", "TLS-Report-Submitter")
            // Whoever resends the message puts another block on top.
            .signing("Resent-Date", "Resent-From", "Resent-To", "Resent-Cc");

    // By name in lower case, in order.
    private final Map<String, Choice> choices;
    private final @Nullable List<String> exact;

    private DkimSignedFields(Map<String, Choice> choices, @Nullable List<String> exact) {
        this.choices = choices;
        this.exact = exact;
    }

    /**
     * What the RFC recommends, and what has come since.
     *
     * <p>Sealed, whether they are there or not: From, To, Cc, Subject, Date, Reply-To, Message-ID, In-Reply-To,
     * References, MIME-Version, Content-Type, Content-Transfer-Encoding. Sealed if they are there: Sender, Content-ID,
     * Content-Description, Content-Disposition, the fields of mailing lists and of unsubscribing, Feedback-ID,
     * Autocrypt, and those of TLS reports. Signed if they are there: Resent-Date, Resent-From, Resent-To, Resent-Cc.
     *
     * @rfc 6376 5.4.1
     * @rfc 6376 8.15
     */
    public static DkimSignedFields recommended() {
        return RECOMMENDED;
    }

    /**
     * These names and no others, for every message, in this order and letter case: a name stands for one field, from
     * the bottom of the header up, and for none where there are no more.
     *
     * <p>Whoever knows the messages can say that. A message that has a field which may be there once more often than the
     * names say is refused, with {@link DkimSigningProblem.Kind#UNSIGNED_REPEATED_FIELD}: verifiers do not accept such a
     * signature.
     *
     * @throws IllegalArgumentException if From is not among them, DKIM-Signature is, or one is no name of a header
     *     field
     */
    public static DkimSignedFields exactly(List<String> names) {
        boolean from = false;
        for (String name : names) {
            requireName(name);
            from |= AsciiCase.equal(name, FROM);
        }
        if (!from) {
            throw new IllegalArgumentException("From must be signed");
        }
        return new DkimSignedFields(Map.of(), List.copyOf(names));
    }

    /**
     * Signs these too, and one more of each than there is, be it the first: none can be added.
     *
     * @throws IllegalArgumentException if one is no name of a header field, or is DKIM-Signature
     * @throws IllegalStateException if the fields are given {@link #exactly}
     */
    public DkimSignedFields sealing(String... names) {
        return with(Amount.ONE_MORE, names);
    }

    /**
     * Signs these too where they are there, and then one more of each: no second can be added. Those that were sealed
     * before stay so.
     *
     * @throws IllegalArgumentException if one is no name of a header field, is DKIM-Signature, or is From, which is
     *     always sealed
     * @throws IllegalStateException if the fields are given {@link #exactly}
     */
    public DkimSignedFields sealingIfPresent(String... names) {
        return with(Amount.ONE_MORE_IF_THERE, names);
    }

    /**
     * Signs these too where they are there; others may be added. Those that were sealed before stay so.
     *
     * @throws IllegalArgumentException as for {@link #sealingIfPresent}
     * @throws IllegalStateException if the fields are given {@link #exactly}
     */
    public DkimSignedFields signing(String... names) {
        return with(Amount.ALL_THERE, names);
    }

    /**
     * Leaves these out: anybody may change, add or remove them.
     *
     * @throws IllegalArgumentException if one of them is From
     * @throws IllegalStateException if the fields are given {@link #exactly}
     */
    public DkimSignedFields without(String... names) {
        Map<String, Choice> fewer = copy();
        for (String name : names) {
            requireNotFrom(name);
            fewer.remove(AsciiCase.lower(name));
        }
        return new DkimSignedFields(fewer, null);
    }

    private DkimSignedFields with(Amount amount, String... names) {
        Map<String, Choice> more = copy();
        for (String name : names) {
            requireName(name);
            if (amount != Amount.ONE_MORE) {
                requireNotFrom(name);
            }
            more.merge(AsciiCase.lower(name), new Choice(name, amount), Choice::raised);
        }
        return new DkimSignedFields(more, null);
    }

    private Map<String, Choice> copy() {
        if (exact != null) {
            throw new IllegalStateException("the fields are given exactly");
        }
        return new LinkedHashMap<>(choices);
    }

    private static void requireNotFrom(String name) {
        if (AsciiCase.equal(name, FROM)) {
            throw new IllegalArgumentException("From must be signed");
        }
    }

    // RFC 5322 §3.6.8: printable ASCII but the colon; a semicolon would end the tag that it is in.
    private static void requireName(String name) {
        boolean valid = !name.isEmpty() && name.length() <= MAX_NAME;
        for (int i = 0; valid && i < name.length(); i++) {
            char c = name.charAt(i);
            valid = c > 0x20 && c < 0x7F && c != ':' && c != ';';
        }
        if (!valid) {
            throw new IllegalArgumentException("no name of a header field that can be signed: " + name);
        }
        // §5.4: the new signature is signed anyway, and older ones may be reordered on the way.
        if (AsciiCase.equal(name, SIGNATURE)) {
            throw new IllegalArgumentException("a signature does not name DKIM-Signature");
        }
    }

    /**
     * The names that the signature of a message with this header holds, in order: what stands in {@code h=}.
     *
     * @rfc 6376 5.4.2
     */
    public List<String> namesFor(HeaderBlock header) {
        return exact == null ? select(header).names() : exact;
    }

    /** What {@code h=} holds, and the fields that are signed: for each name the lowest that is left, if any is. */
    record Selection(List<String> names, List<HeaderField> fields) {}

    Selection select(HeaderBlock header) {
        return exact == null ? selectChosen(header) : selectExact(exact, header);
    }

    private Selection selectChosen(HeaderBlock header) {
        List<String> names = new ArrayList<>();
        List<HeaderField> fields = new ArrayList<>();
        for (Choice choice : choices.values()) {
            List<HeaderField> named = header.fields(choice.name());
            int times = choice.amount().of(named.size());
            for (int i = 0; i < times; i++) {
                names.add(choice.name());
            }
            for (int i = named.size() - 1; i >= 0; i--) {
                fields.add(named.get(i));
            }
        }
        return new Selection(names, fields);
    }

    private static Selection selectExact(List<String> names, HeaderBlock header) {
        FieldsFromBelow left = header.fromBelow();
        List<HeaderField> fields = new ArrayList<>();
        for (String name : names) {
            left.take(name).ifPresent(fields::add);
        }
        return new Selection(names, fields);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimSignedFields that
                && List.copyOf(choices.values()).equals(List.copyOf(that.choices.values()))
                && (exact == null ? that.exact == null : exact.equals(that.exact));
    }

    @Override
    public int hashCode() {
        return exact == null ? choices.hashCode() : exact.hashCode();
    }

    /** For people: the names, with a plus for each that is sealed. */
    @Override
    public String toString() {
        if (exact != null) {
            return String.join(":", exact);
        }
        List<String> names = new ArrayList<>();
        choices.values()
                .forEach(
                        choice -> names.add(choice.amount() == Amount.ALL_THERE ? choice.name() : choice.name() + "+"));
        return String.join(":", names);
    }
}
