package io.mailseal.dkim;

import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;

/**
 * What a header says about the octets of the body, as far as servers on the way look at it.
 *
 * @rfc 2045 6
 */
final class ContentDeclaration {

    private ContentDeclaration() {}

    /** Whether it says that the body has octets above 127. */
    static boolean isEightBit(HeaderBlock header) {
        for (HeaderField field : header.fields("Content-Transfer-Encoding")) {
            String mechanism = firstToken(field);
            if (AsciiCase.equal(mechanism, "8bit") || AsciiCase.equal(mechanism, "binary")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the body is made of parts that have headers of their own, which may say it in place of this one. */
    static boolean isComposite(HeaderBlock header) {
        for (HeaderField field : header.fields("Content-Type")) {
            String type = firstToken(field);
            if (AsciiCase.equal(type, "multipart") || AsciiCase.equal(type, "message")) {
                return true;
            }
        }
        return false;
    }

    // §5.1: up to the first octet that no token has; comments may be before it.
    private static String firstToken(HeaderField field) {
        String value = field.unfoldedValue();
        int start = 0;
        int depth = 0;
        while (start < value.length() && (depth > 0 || isBlankOrComment(value.charAt(start)))) {
            char c = value.charAt(start);
            if (c == '\\') {
                start++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
            start++;
        }
        int end = Math.min(start, value.length());
        while (end < value.length() && isOfToken(value.charAt(end))) {
            end++;
        }
        return value.substring(Math.min(start, end), end);
    }

    private static boolean isBlankOrComment(char c) {
        return c == ' ' || c == '\t' || c == '(';
    }

    private static boolean isOfToken(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-';
    }
}
