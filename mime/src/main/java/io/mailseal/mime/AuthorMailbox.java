package io.mailseal.mime;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.dom.address.Address;
import org.apache.james.mime4j.dom.address.Group;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.DefaultAddressParser;
import org.apache.james.mime4j.field.address.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox of a From field, with nothing left of how it was written.
 *
 * @param hasMisplacedDot whether the local part begins or ends with a dot, or has two side by side, that were not quoted
 * @param domain empty if there is none; a literal with its brackets
 */
record AuthorMailbox(
        String localPart,
        boolean hasMisplacedDot,
        String domain,
        @Nullable String displayName,
        boolean hasRoute,
        boolean isInGroup) {

    /**
     * Those of an unfolded value, groups (RFC 6854) opened. The grammar is the business of mime4j's strict parser.
     *
     * @throws ParseException if it is no list of addresses
     */
    static List<AuthorMailbox> list(String text) throws ParseException {
        List<AuthorMailbox> mailboxes = new ArrayList<>();
        for (Address address : DefaultAddressParser.DEFAULT.parseAddressList(PlainAddressText.of(text))) {
            if (address instanceof Group group) {
                group.getMailboxes().forEach(mailbox -> mailboxes.add(of(mailbox, true)));
            } else if (address instanceof Mailbox mailbox) {
                mailboxes.add(of(mailbox, false));
            }
        }
        return mailboxes;
    }

    private static AuthorMailbox of(Mailbox mailbox, boolean inGroup) {
        String localPart = mailbox.getLocalPart();
        String domain = mailbox.getDomain();
        String name = mailbox.getName();
        return new AuthorMailbox(
                PlainAddressText.unescape(localPart),
                hasMisplacedDot(localPart),
                domain == null ? "" : PlainAddressText.unescape(domain),
                name == null ? null : PlainAddressText.unescape(name),
                !mailbox.getRoute().isEmpty(),
                inGroup);
    }

    // RFC 5322 §3.4.1: a dot stands between words. The parser doesn't care. Quoted dots are escaped and not seen here;
    // the price is that an empty quoted string can't stand beside a dot.
    private static boolean hasMisplacedDot(String plainLocalPart) {
        return plainLocalPart.startsWith(".") || plainLocalPart.endsWith(".") || plainLocalPart.contains("..");
    }
}
