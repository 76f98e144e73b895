package io.mailseal.core.syntax;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code name=value} of a {@link TagList}. Each character stands for one octet. The positions count from the beginning
 * of the list.
 *
 * @param name as written: names are case-sensitive
 * @param value without white space around it; inside of it, white space and folding are as they were
 * @param position where the name begins
 * @param valueStart just after the equals sign
 * @param valueEnd the semicolon or the end of the list: between the two lies the value with the white space around it
 * @rfc 6376 3.2
 */
public record Tag(String name, String value, int position, int valueStart, int valueEnd) {

    /** The value without any white space: for base64, numbers, and what else may be folded anywhere. */
    public String valueWithoutBlanks() {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        int length = 0;
        int at = 0;
        while (at < octets.length) {
            // What is found may be a control, which stays; so does the octet here if it is no blank.
            int from = TagList.isBlank((char) octets[at]) ? at + 1 : at;
            at = TagScan.find(octets, at + 1, octets.length);
            System.arraycopy(octets, from, octets, length, at - from);
            length += at - from;
        }
        return length == octets.length ? value : new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    }

    /**
     * The items of a value that is a list, without the white space around each. An item may be empty; an empty value is one
     * empty item.
     */
    public List<String> items(char separator) {
        List<String> items = new ArrayList<>();
        int start = 0;
        for (int end = value.indexOf(separator); end >= 0; end = value.indexOf(separator, start)) {
            items.add(TagList.trim(value, start, end));
            start = end + 1;
        }
        items.add(TagList.trim(value, start, value.length()));
        return List.copyOf(items);
    }
}
