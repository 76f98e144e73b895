package io.mailseal.dnsbl.uri;

import io.mailseal.core.message.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Extracts the URIs of large messages that are made to be hard, and prints the outcome of each. To be run in a small heap. */
final class HostileMail {

    private static final long OCTETS = 50_000_000;

    /** Enough to reach the limits of what is read of HTML. */
    private static final long SMALL = 3_000_000;

    // These are made as large as the others would have to be to get beyond every limit.
    private static final Set<String> LARGE =
            Set.of("<b>", "x ", "<p>hello <a href=http://a.example/>world</a></p>", "http://h#.example/?u=", "<div>");

    // What is repeated; the # is another number each time.
    private static final List<String> HTML = List.of(
            "<b>",
            "<div>",
            "<b>x</b>",
            "<a><p>",
            "<p>hello <a href=http://a.example/>world</a></p>",
            "<!---->x",
            "<br>",
            "x",
            "x ",
            "<table>",
            "<table><p>x</table>",
            "<table><tr><td>",
            "<table><b>x",
            "<a href='",
            "<a b# c# d#=e# ",
            "<a b#>",
            "<p #=#>",
            "<select><option>",
            "<svg><a>",
            "<i><b><u><p>",
            "</p>",
            "&amp;",
            "&#",
            "<!--[if a]><b><!-- -->",
            "<!--[if a]>",
            "<![CDATA[",
            "<style>url(",
            "<p style='url(url('>",
            "<img srcset='a,b,, ,'>",
            "<",
            "</",
            "<a",
            "&",
            "\u0000",
            "<template>",
            "<form>",
            "http://h#.example/?u=",
            "http://",
            "a.",
            "@",
            "(",
            "http://h.example/(",
            "http://h.example/,",
            "%68%74%74%70://h#.example ",
            "<base href=a/../><a href=../../b/>",
            "<iframe srcdoc=a>",
            "<a onclick='http://h#.example/'>",
            "<script><!--",
            "<frameset><frame>",
            "<math><mi>",
            "<title>",
            "<li>",
            "</b></i>");

    private HostileMail() {}

    /** The lines that it prints. */
    static List<String> outcomes(long octets) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String type : List.of("text/html", "text/plain")) {
            for (String unit : HTML) {
                String header = "Content-Type: " + type + "\r\n\r\n";
                lines.add(outcome(type + " " + unit, header, unit, LARGE.contains(unit) ? octets : SMALL));
            }
        }
        String base =
                "Content-Type: text/html\r\n\r\n<base href='http://a.example/" + "a/".repeat(500_000) + "'><a ping='";
        lines.add(outcome("text/html long base", base, "x #a ", SMALL));
        lines.add(outcome("text/html one host", "Content-Type: text/html\r\n\r\n", "<a href=//a.example/#>", SMALL));
        lines.add(outcome("parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\nx\r\n", octets));
        lines.add(outcome("messages", "", "Content-Type: message/rfc822\r\n\r\n", octets));
        lines.add(outcome("multiparts", "", "Content-Type: multipart/mixed; boundary=b#\r\n\r\n--b#\r\n", octets));
        lines.add(outcome("base64", "Content-Transfer-Encoding: base64\r\n\r\n", "A=\u00FF==", octets));
        lines.add(outcome("quoted", "Content-Transfer-Encoding: quoted-printable\r\n\r\n", "= =\r=6", octets));
        lines.add(outcome("charset", "Content-Type: text/html; charset=utf-16\r\n\r\n", "\u00D8\u0000", octets));
        lines.add(outcome("field", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX: ", "x", octets));
        return lines;
    }

    private static String outcome(String name, String header, String unit, long octets) throws IOException {
        long start = System.nanoTime();
        InputStream message = new SequenceInputStream(
                new ByteArrayInputStream(header.getBytes(StandardCharsets.ISO_8859_1)), new Repeated(unit, octets));
        UriExtraction extraction =
                UriExtractor.builder().build().extract(MessageReader.strict().read(message));
        System.err.println(name + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
        return name + ": " + extraction.uris().size() + " " + extraction.problems();
    }

    public static void main(String[] args) throws IOException {
        outcomes(args.length == 0 ? OCTETS : Long.parseLong(args[0])).forEach(System.out::println);
    }

    /** The same again and again, with a number that grows. */
    private static final class Repeated extends InputStream {

        private final String unit;
        private byte[] now = new byte[0];
        private int at;
        private int number;
        private long left;

        Repeated(String unit, long octets) {
            this.unit = unit;
            this.left = octets;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            if (at == now.length) {
                now = next();
                at = 0;
            }
            int count = Math.min(length, now.length - at);
            System.arraycopy(now, at, target, offset, count);
            at += count;
            left -= count;
            return count;
        }

        // Some thousand octets at a time.
        private byte[] next() {
            StringBuilder some = new StringBuilder();
            while (some.length() < 4000) {
                some.append(unit.replace("#", Integer.toString(number)));
                number++;
            }
            return some.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
