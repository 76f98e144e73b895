package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.json.JsonObject;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a profile as JSON, everything that has a default included. The key is not among what is written. */
final class ProfileWriter {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private ProfileWriter(JsonGenerator json) {
        this.json = json;
    }

    static String format(BlocklistProfile profile) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            new ProfileWriter(json).write(profile);
        }
        return text.toString();
    }

    private void write(BlocklistProfile profile) {
        json.writeStartObject();
        json.writeStringProperty("name", profile.name());
        json.writeStringProperty("title", profile.title());
        profile.terms().ifPresent(terms -> json.writeStringProperty("terms", terms.toString()));
        word("purpose", profile.purpose());
        json.writeArrayPropertyStart("kinds");
        profile.kinds().forEach(kind -> json.writeString(JsonObject.word(kind)));
        json.writeEndArray();
        json.writeStringProperty("zone", profile.zoneTemplate());
        word("reduction", profile.reduction());
        word("numericHosts", profile.numericHosts());
        profile.hash().ifPresent(this::hash);
        json.writeNumberProperty("weight", profile.weight());
        json.writeArrayPropertyStart("codes");
        profile.codes().forEach(this::code);
        json.writeEndArray();
        json.writeArrayPropertyStart("testPoints");
        profile.testPoints().all().forEach(this::testPoint);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void hash(HashForm hash) {
        json.writeObjectPropertyStart("hash");
        word("subject", hash.subject());
        word("digest", hash.digest());
        word("encoding", hash.encoding());
        word("text", hash.text());
        json.writeEndObject();
    }

    private void code(ReturnCode code) {
        json.writeStartObject();
        json.writeStringProperty("code", code.pattern().toString());
        json.writeStringProperty("name", code.name());
        json.writeStringProperty("meaning", code.meaning());
        word("effect", code.effect());
        code.error().ifPresent(error -> word("error", error));
        if (code.effect() == CodeEffect.LISTED) {
            json.writeNumberProperty("weight", code.weight());
            json.writeBooleanProperty("clientOnly", code.isClientOnly());
        }
        json.writeStringProperty("source", code.source());
        json.writeEndObject();
    }

    private void testPoint(TestPoint point) {
        json.writeStartObject();
        word("kind", point.kind());
        json.writeStringProperty("subject", point.subject());
        json.writeBooleanProperty("listed", point.listed());
        if (!point.codes().isEmpty()) {
            json.writeArrayPropertyStart("codes");
            for (IpAddress address : point.codes()) {
                json.writeString(address.toString());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void word(String name, Enum<?> constant) {
        json.writeStringProperty(name, JsonObject.word(constant));
    }
}
