package io.mailseal.core.syntax;

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
        StringBuilder dense = null;
        int start = 0; // of what is not blank and not yet taken
        for (int i = 0; i < value.length(); i++) {
            if (TagList.isBlank(value.charAt(i))) {
                dense = dense == null ? new StringBuilder(value.length()) : dense;
                dense.append(value, start, i);
                start = i + 1;
            }
        }
        return dense == null
                ? value
                : dense.append(value, start, value.length()).toString();
    }

    /**
     * The items of a value that is a list, without the white space around each. An item may be empty; an empty value is one
     * empty item.
     */
    public List<String> items(char separator) {
        List<String> items = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == separator) {
                items.add(TagList.trim(value, start, i));
                start = i + 1;
            }
        }
        return List.copyOf(items);
    }
}
