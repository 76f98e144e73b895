package io.mailseal.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonObjectTest {

    @Test
    void anObjectWithoutMembers() {
        assertThat(new JsonObject()).hasToString("{}");
    }

    @Test
    void membersOfEveryKindInTheirOrder() {
        JsonObject json = new JsonObject()
                .text("text", "a")
                .text("known", Optional.of(1))
                .text("unknown", Optional.empty())
                .word("word", TimeUnit.MILLISECONDS)
                .word("noWord", Optional.<TimeUnit>empty())
                .number("long", Long.MIN_VALUE)
                .number("known", OptionalLong.of(1))
                .number("unknown", OptionalInt.empty())
                .flag("flag", true)
                .object("object", new JsonObject().text("a", "b"))
                .object("noObject", Optional.empty())
                .objects("objects", List.of(new JsonObject(), new JsonObject()))
                .texts("texts", List.of("a", 2))
                .words("words", List.of(TimeUnit.DAYS));
        assertThat(json)
                .hasToString(
                        "{\"text\":\"a\",\"known\":\"1\",\"unknown\":null,\"word\":\"milliseconds\",\"noWord\":null,"
                                + "\"long\":-9223372036854775808,\"known\":1,\"unknown\":null,\"flag\":true,"
                                + "\"object\":{\"a\":\"b\"},\"noObject\":null,\"objects\":[{},{}],\"texts\":[\"a\",\"2\"],"
                                + "\"words\":[\"days\"]}");
    }

    @Test
    void whatCouldBeMoreThanTextIsEscaped() {
        assertThat(new JsonObject().text("\"", "\\ \" / \n \u0000 \u007f \u00e9 \u2028 \ud83d\ude00 \ud800"))
                .hasToString(
                        "{\"\\\"\":\"\\\\ \\\" / \\u000a \\u0000 \\u007f \\u00e9 \\u2028 \\ud83d\\ude00 \\ud800\"}");
    }

    @Property
    void anyTextIsOneMemberInPrintableAscii(@ForAll String text) {
        String json = new JsonObject().text("x", text).toString();
        assertThat(json.chars()).allMatch(c -> c >= ' ' && c < 0x7F);
        assertThat(unescaped(json.substring("{\"x\":\"".length(), json.length() - 2)))
                .isEqualTo(text);
    }

    private static String unescaped(String json) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            assertThat(c).isNotEqualTo('"');
            if (c != '\\') {
                text.append(c);
            } else if (json.charAt(i + 1) == 'u') {
                text.append((char) Integer.parseInt(json.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                text.append(json.charAt(i + 1));
                i++;
            }
        }
        return text.toString();
    }
}
