package io.mailseal.inbound;

/**
 * A reply of an SMTP server that refuses a message, for good or for now: {@code 550 5.7.1 Email rejected per DMARC policy for
 * example.com}. What is in it is safe to send: printable ASCII that fits into one reply line of 512 octets.
 *
 * @param code three digits, 400 to 599
 * @param enhancedCode such as {@code 5.7.26}, beginning with the first digit of the code
 * @param text for people: printable ASCII
 * @rfc 5321 4.2
 * @rfc 7372 3
 */
public record SmtpReply(int code, String enhancedCode, String text) {

    // RFC 5321 §4.5.3.1.5: with the code and CRLF.
    private static final int LONGEST_LINE = 512;
    private static final String CUT = "...";

    /**
     * @throws IllegalArgumentException if it can't be sent as it is, or the two codes contradict each other
     */
    public SmtpReply {
        requireRefusal(code, enhancedCode);
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                throw new IllegalArgumentException("not printable ASCII: U+" + Integer.toHexString(text.charAt(i)));
            }
        }
        if (text.length() > room(enhancedCode)) {
            throw new IllegalArgumentException("too long for a reply line: " + text.length());
        }
    }

    /**
     * The reply with a text that somebody else may have chosen: a question mark stands for each character that is not
     * printable ASCII, and what is too long for the line is cut.
     *
     * @throws IllegalArgumentException if the codes are none, or contradict each other
     */
    public static SmtpReply of(int code, String enhancedCode, String text) {
        requireRefusal(code, enhancedCode);
        int room = room(enhancedCode);
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length() && safe.length() <= room; i++) {
            safe.append(isPrintable(text.charAt(i)) ? text.charAt(i) : '?');
        }
        if (safe.length() > room) {
            safe.setLength(room - CUT.length());
            safe.append(CUT);
        }
        return new SmtpReply(code, enhancedCode, safe.toString());
    }

    private static void requireRefusal(int code, String enhancedCode) {
        if (code < 400 || code > 599 || !isEnhanced(enhancedCode, code / 100)) {
            throw new IllegalArgumentException("no refusal: " + code);
        }
    }

    // "550 5.7.26 text" CRLF
    private static int room(String enhancedCode) {
        return LONGEST_LINE - 3 - 1 - enhancedCode.length() - 1 - 2;
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c < 0x7F;
    }

    // RFC 3463 §2: class "." subject "." detail, of up to three digits.
    private static boolean isEnhanced(String text, int replyClass) {
        int dots = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && digits > 0) {
                dots++;
                digits = 0;
            } else if (c >= '0' && c <= '9' && digits < 3) {
                digits++;
            } else {
                return false;
            }
        }
        return dots == 2 && digits > 0 && text.startsWith(replyClass + ".");
    }

    /** Whether the client may try again: 4yz. */
    public boolean isTemporary() {
        return code < 500;
    }

    /** The reply line, without CRLF. */
    public String toLine() {
        return code + " " + enhancedCode + " " + text;
    }

    /** The reply line. */
    @Override
    public String toString() {
        return toLine();
    }
}
