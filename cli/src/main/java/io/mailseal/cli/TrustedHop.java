package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.syntax.ByClauses;
import io.mailseal.core.syntax.ReceivedField;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a message came to a host that the user trusts, as that host has noted it. Fields below the one that it wrote last are
 * the sender's, and are never looked at, also where nothing can be made of that one.
 *
 * @rfc 5321 4.4
 */
final class TrustedHop {

    /** What its field tells. */
    enum Status {
        /** The address of the client. */
        CLIENT_FOUND,
        /** There is no such field. */
        NO_FIELD,
        /** The message did not come by SMTP, or the field does not say from where. */
        NO_CLIENT,
        /** More than one thing. */
        UNCLEAR_FIELD
    }

    private final DomainName host;
    private final Status status;
    private final @Nullable IpAddress client;
    private final String helo;
    private final @Nullable String returnPath;

    private TrustedHop(
            DomainName host, Status status, @Nullable IpAddress client, String helo, @Nullable String returnPath) {
        this.host = host;
        this.status = status;
        this.client = client;
        this.helo = helo;
        this.returnPath = returnPath;
    }

    /** The topmost field of the host. */
    static TrustedHop of(HeaderBlock header, DomainName host) {
        List<HeaderField> fields = header.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).isNamed("Received")) {
                String value = fields.get(i).rawValue().toUtf8();
                int by = ByClauses.countBefore(value, word -> ReceivedField.isName(word, host));
                if (by > 0) {
                    return of(host, by, ReceivedField.parse(value), returnPath(fields.subList(0, i)));
                }
            }
        }
        return new TrustedHop(host, Status.NO_FIELD, null, "", null);
    }

    // A HELO may hold the rest of a field, up to the semicolon, so that what the host itself has written comes behind.
    private static TrustedHop of(DomainName host, int by, ReceivedField field, @Nullable String returnPath) {
        if (by > 1 || !field.isClear() || !field.isBy(host)) {
            return new TrustedHop(host, Status.UNCLEAR_FIELD, null, "", returnPath);
        }
        return field.client()
                .map(client -> new TrustedHop(host, Status.CLIENT_FOUND, client, field.helo(), returnPath))
                .orElseGet(() -> new TrustedHop(host, Status.NO_CLIENT, null, "", returnPath));
    }

    // Whoever delivers a message puts it above all else (§4.4).
    private static @Nullable String returnPath(List<HeaderField> above) {
        return above.stream()
                .filter(field -> field.isNamed("Return-Path"))
                .map(HeaderField::unfoldedValue)
                .filter(path -> path.startsWith("<") && path.endsWith(">"))
                .map(path -> path.substring(1, path.length() - 1))
                .findFirst()
                .orElse(null);
    }

    /** The host that is trusted. */
    DomainName host() {
        return host;
    }

    /** What its field tells. */
    Status status() {
        return status;
    }

    /** The client that it saw. */
    Optional<IpAddress> client() {
        return Optional.ofNullable(client);
    }

    /** What the client said in HELO; empty if it is not known. */
    String helo() {
        return helo;
    }

    /** The reverse-path without its angle brackets, if a field above says what it was. */
    Optional<String> returnPath() {
        return Optional.ofNullable(returnPath);
    }

    /** For people. */
    String explanation() {
        return switch (status) {
            case CLIENT_FOUND -> "The topmost Received field of " + host + " names the client.";
            case NO_FIELD -> "There is no Received field of " + host + ".";
            case NO_CLIENT -> "The topmost Received field of " + host + " names no client.";
            case UNCLEAR_FIELD -> "The topmost Received field of " + host + " can be understood in more than one way.";
        };
    }
}
