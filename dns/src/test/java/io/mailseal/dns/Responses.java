package io.mailseal.dns;

import io.mailseal.core.dns.DnsQuestion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Messages for tests, their records written as in a master file. */
final class Responses {

    private Responses() {}

    /** An empty response to this question. */
    static Message to(DnsQuestion question) {
        Message response = new Message(1);
        response.getHeader().setFlag(Flags.QR);
        Name name = WireName.of(question.name());
        response.addRecord(Record.newRecord(name, question.type().code(), DClass.IN), Section.QUESTION);
        return response;
    }

    /** The message with these records added; names are absolute, even without a dot at the end. */
    static Message add(Message message, int section, String... lines) {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        try (Master master = new Master(new ByteArrayInputStream(text), Name.root, 300)) {
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                message.addRecord(record, section);
            }
            return message;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Message withError(Message message, int code, String text) {
        message.addRecord(new OPTRecord(1232, 0, 0, 0, new ExtendedErrorCodeOption(code, text)), Section.ADDITIONAL);
        return message;
    }

    /** As it arrives: once over the wire. */
    static Message received(Message message) {
        try {
            return new Message(message.toWire());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
