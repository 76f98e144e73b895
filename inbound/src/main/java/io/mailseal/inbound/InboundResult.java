package io.mailseal.inbound;

import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.SpfResult;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that was found out about a message. The same message, time and DNS answers give an equal one. */
public final class InboundResult {

    private final AuthorAddresses author;
    private final @Nullable SpfResult spf;
    private final DkimResult dkim;
    private final DmarcResult dmarc;

    InboundResult(AuthorAddresses author, @Nullable SpfResult spf, DkimResult dkim, DmarcResult dmarc) {
        this.author = author;
        this.spf = spf;
        this.dkim = dkim;
        this.dmarc = dmarc;
    }

    /** Who the message says that it is from. */
    public AuthorAddresses author() {
        return author;
    }

    /** SPF for the reverse-path; empty if the client is not known. */
    public Optional<SpfResult> spf() {
        return Optional.ofNullable(spf);
    }

    /** DKIM, signature by signature. */
    public DkimResult dkim() {
        return dkim;
    }

    /** DMARC, from the two above. */
    public DmarcResult dmarc() {
        return dmarc;
    }

    /**
     * The field that tells the programs behind this server. It is to be put above all other fields, after those have been
     * removed that claim to be of this server.
     *
     * @param authservId the name by which these programs know this server
     * @throws IllegalArgumentException if that can't stand in the field
     * @rfc 8601 5
     */
    public AuthenticationResults toAuthenticationResults(String authservId) {
        return ResultsField.of(authservId, this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InboundResult that
                && author.equals(that.author)
                && Objects.equals(spf, that.spf)
                && dkim.equals(that.dkim)
                && dmarc.equals(that.dmarc);
    }

    @Override
    public int hashCode() {
        return Objects.hash(author, dkim, dmarc);
    }

    /** For people: the statuses. */
    @Override
    public String toString() {
        String spfWord = spf == null ? "not evaluated" : spf.status().word();
        return "spf " + spfWord + ", dkim " + dkim.status().word() + ", dmarc "
                + dmarc.status().word();
    }
}
