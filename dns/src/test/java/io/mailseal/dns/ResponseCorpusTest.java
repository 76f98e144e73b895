package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mailseal.core.DomainName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;

/** Messages, and parts of messages, that other projects have found to be interesting: read or refused, and no more. */
@Tag("corpora")
class ResponseCorpusTest {

    private static final String CORPUS = "fuzz-dns-bind9";
    private static final int INPUTS = 499;

    // The name in a question.
    private static final byte[] QUESTION = {3, 'w', 'w', 'w', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0};

    private int readable;
    private int inputs;

    @Test
    void inputs() throws IOException {
        for (String zip : List.of("dns_message_parse", "dns_message_checksig")) {
            entries(zip).forEach((name, octets) -> handle(name, octets));
        }
        entries("powerdns").forEach((name, octets) -> {
            if (name.endsWith(".raw")) {
                handle(name, octets);
            } else {
                readText(name, octets);
            }
        });
        entries("dns_name_fromwire").forEach((name, octets) -> {
            handleNext(name, asQuestion(octets));
            handleNext(name, asAnswer(Type.CNAME, DClass.IN, octets));
            handleNext(name, asAnswer(Type.DNAME, DClass.IN, octets));
            handle(name, asAnswer(Type.MX, DClass.IN, withPreference(octets)));
        });
        entries("dns_rdata_fromwire_text").forEach((name, octets) -> handleRdata(name, octets));
        for (String zip : List.of("dns_rdata_fromtext", "dns_master_load", "dns_name_fromtext_target")) {
            entries(zip).forEach(this::readText);
        }
        System.out.printf("%s: %d messages out of the inputs can be read%n", CORPUS, readable);
        System.out.printf("conformance | %s: nothing throws | %d | %d | 0%n", CORPUS, INPUTS, inputs);
        assertThat(inputs).isEqualTo(INPUTS);
    }

    @Test
    void whatOthersReadWeRead() throws IOException {
        List<String> refused = new ArrayList<>();
        int read = 0;
        JsonNode zips = Corpora.json(CORPUS + "/manifest.json").get("zips");
        for (String zip : List.of("dns_message_parse", "powerdns")) {
            JsonNode verdicts = zips.get(zip + ".zip").get("entries");
            for (Map.Entry<String, byte[]> entry : entries(zip).entrySet()) {
                JsonNode verdict = verdicts.path(entry.getKey()).path("dnspython");
                if (verdict.asString("").equals("ok")) {
                    if (ResponseHandling.handle(entry.getValue())) {
                        read++;
                    } else {
                        refused.add(entry.getKey());
                    }
                }
            }
        }
        System.out.printf(
                "conformance | %s: read as dnspython does | %d | %d | 0%n", CORPUS, read + refused.size(), read);
        assertThat(refused).isEmpty();
        assertThat(read).isPositive();
    }

    private static Map<String, byte[]> entries(String zip) throws IOException {
        return new TreeMap<>(Corpora.zip(CORPUS + "/" + zip + ".zip"));
    }

    private void handle(String name, byte[] octets) {
        inputs++;
        handleNext(name, octets);
    }

    private void handleNext(String name, byte[] octets) {
        assertThatCode(() -> readable += ResponseHandling.handle(octets) ? 1 : 0)
                .as(name)
                .doesNotThrowAnyException();
    }

    // Class and type come first.
    private void handleRdata(String name, byte[] octets) {
        ByteBuffer input = ByteBuffer.wrap(octets);
        if (input.remaining() < 4) {
            handle(name, octets);
            return;
        }
        int dclass = input.getShort() & 0xFFFF;
        int type = input.getShort() & 0xFFFF;
        byte[] data = new byte[input.remaining()];
        input.get(data);
        handleNext(name, asAnswer(type, DClass.IN, data));
        handle(name, asAnswer(type, dclass, data));
    }

    // Texts are nothing that a server sends; our own readers of text get them, and records that are in them go on.
    private void readText(String name, byte[] octets) {
        inputs++;
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        assertThatCode(() -> DomainName.parse(text.strip())).as(name).doesNotThrowAnyException();
        try {
            TrustAnchors.parse(text);
        } catch (IllegalArgumentException none) {
            assertThat(none).as(name).hasMessageNotContaining("null");
        }
        for (Record record : records(text)) {
            handleNext(name, message(record));
        }
    }

    private static List<Record> records(String text) {
        List<Record> records = new ArrayList<>();
        byte[] line = ("www.example. 3600 " + text + "\n").getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] input : List.of(line, text.getBytes(StandardCharsets.ISO_8859_1))) {
            try (Master master = new Master(new ByteArrayInputStream(input), Name.root, 3600)) {
                master.disableIncludes();
                for (Record record = master.nextRecord();
                        record != null && records.size() < 100;
                        record = master.nextRecord()) {
                    records.add(record);
                }
            } catch (IOException | RuntimeException unreadable) {
                // dnsjava's matter.
            }
        }
        return records;
    }

    private static byte[] message(Record record) {
        Message message = new Message(1);
        message.getHeader().setFlag(Flags.QR);
        message.addRecord(Record.newRecord(record.getName(), record.getType(), record.getDClass()), Section.QUESTION);
        message.addRecord(record, Section.ANSWER);
        message.addRecord(record, Section.AUTHORITY);
        return message.toWire();
    }

    private static byte[] asQuestion(byte[] name) {
        byte[] octets = new byte[12 + name.length + 4];
        header(octets, 0).put(name).putShort((short) Type.A).putShort((short) DClass.IN);
        return octets;
    }

    private static byte[] asAnswer(int type, int dclass, byte[] data) {
        byte[] octets = new byte[12 + QUESTION.length + 4 + 12 + data.length];
        ByteBuffer message = header(octets, 1);
        message.put(QUESTION).putShort((short) type).putShort((short) DClass.IN);
        message.putShort((short) 0xC00C).putShort((short) type).putShort((short) dclass);
        message.putInt(3600).putShort((short) data.length).put(data);
        return octets;
    }

    private static byte[] withPreference(byte[] name) {
        byte[] octets = new byte[2 + name.length];
        ByteBuffer.wrap(octets).putShort((short) 10).put(name);
        return octets;
    }

    private static ByteBuffer header(byte[] octets, int answers) {
        ByteBuffer message = ByteBuffer.wrap(octets);
        message.putShort((short) 1).putShort((short) 0x8180);
        return message.putShort((short) 1).putShort((short) answers).putInt(0);
    }
}
