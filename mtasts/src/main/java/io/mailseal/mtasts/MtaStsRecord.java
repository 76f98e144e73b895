package io.mailseal.mtasts;

import io.mailseal.core.Octets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The record at {@code _mta-sts.<domain>}: there is a policy, and this is which one.
 *
 * @param id one to 32 letters and digits, another for each policy of a domain; nothing else can be told from two of them
 * @param fields what else stands in it, which nobody knows: in order, each name once
 * @rfc 8461 3.1
 */
public record MtaStsRecord(String id, List<MtaStsField> fields) {

    /** No record is longer; a TXT record could be. */
    public static final int MAX_OCTETS = 4096;

    static final String START = "v=STSv1;";

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * @throws IllegalArgumentException for an id that is none, a field that no record can hold, or that has the name of
     *     another one, or what would be longer than {@link #MAX_OCTETS}
     */
    public MtaStsRecord {
        fields = List.copyOf(fields);
        if (!isId(id)) {
            throw new IllegalArgumentException("no id: " + id);
        }
        Set<String> names = new HashSet<>(List.of("v", "id"));
        for (MtaStsField field : fields) {
            if (!names.add(field.name()) || !MtaStsField.isRecordValue(field.value())) {
                throw new IllegalArgumentException("no field of a record, or twice: " + field);
            }
        }
        if (format(id, fields).length() > MAX_OCTETS) {
            throw new IllegalArgumentException("a record that nobody would read to its end");
        }
    }

    /**
     * A record with nothing but an id.
     *
     * @throws IllegalArgumentException for an id that is none
     */
    public static MtaStsRecord of(String id) {
        return new MtaStsRecord(id, List.of());
    }

    /** Reads the text of a TXT record, all strings joined. */
    public static MtaStsParse<MtaStsRecord> parse(Octets text) {
        return new RecordParser(text).parse();
    }

    /**
     * An id for a new policy: the time, as in the example of the RFC. If that is the previous one, then a later time, so
     * that they differ in any case.
     *
     * @param previous the id that was published last; empty if there was none
     * @rfc 8461 3.1
     */
    public static String newId(Instant now, String previous) {
        String id = SECONDS.format(now) + "Z";
        return id.equals(previous) ? newId(now.plusSeconds(1), previous) : id;
    }

    static boolean isId(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!MtaStsField.isAlphanumeric(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 32;
    }

    /** Whether senders take this text for a record of MTA-STS at all; the others of a name are discarded. */
    static boolean isOne(Octets text) {
        return text.length() >= START.length()
                && text.slice(0, START.length()).toLatin1().equals(START);
    }

    /** The text of the TXT record. */
    public String format() {
        return format(id, fields);
    }

    static String format(String id, List<MtaStsField> fields) {
        StringBuilder text = new StringBuilder(START).append(" id=").append(id).append(';');
        for (MtaStsField field : fields) {
            text.append(' ')
                    .append(field.name())
                    .append('=')
                    .append(field.value())
                    .append(';');
        }
        return text.toString();
    }
}
