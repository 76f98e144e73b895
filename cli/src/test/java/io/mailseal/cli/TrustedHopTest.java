package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields of a message say who brought it, by the host that is trusted. */
class TrustedHopTest {

    private static final String HOST = "mx.example.org";

    private static TrustedHop hop(String... lines) {
        return TrustedHop.of(
                HeaderBlock.parse(Octets.ofLatin1(String.join("\r\n", lines) + "\r\n\r\n")), DomainName.of(HOST));
    }

    private static final String INTERNAL = "Received: from mx.example.org by box.example.org with LMTP; x";
    private static final String OURS = "Received: from h.example (r [192.0.2.1])\r\n\tby mx.example.org; x";
    private static final String FORGED = "Received: from f.example (r [203.0.113.9])\r\n\tby mx.example.org; x";

    @Test
    void isBelievedInItsTopmostFieldAlone() {
        TrustedHop hop = hop(INTERNAL, OURS, FORGED);
        assertThat(hop.status()).isEqualTo(TrustedHop.Status.CLIENT_FOUND);
        assertThat(hop.client()).contains(IpAddress.of("192.0.2.1"));
        assertThat(hop.helo()).isEqualTo("h.example");
    }

    @Test
    void whereItsTopmostFieldNamesNoClientNoOtherDoes() {
        assertThat(hop("Received: by mx.example.org (from userid 1); x", FORGED).status())
                .isEqualTo(TrustedHop.Status.NO_CLIENT);
        TrustedHop unclear = hop("Received: from a b by mx.example.org; x", FORGED);
        assertThat(unclear.status()).isEqualTo(TrustedHop.Status.UNCLEAR_FIELD);
        assertThat(unclear.client()).isEmpty();
    }

    /** The host's own field, of a client that says odd things; as Postfix, Exim and others write it. */
    @ParameterizedTest
    @DisplayName("T12 what a client says in HELO does not hide the field that tells it")
    @ValueSource(
            strings = {
                "from e\"vil (evil [192.0.2.66]) by mx.example.org (Postfix); date",
                "from e(vil (evil [192.0.2.66]) by mx.example.org (Postfix); date",
                "from e;vil (evil [192.0.2.66]) by mx.example.org (Postfix); date",
                "from e\\ (evil [192.0.2.66]) by mx.example.org\\ (Postfix); date",
                "from evil (e\\ [192.0.2.66]\\) by mx.example.org (Postfix); date",
                "from \"e (evil [192.0.2.66]) by mx.example.org (Postfix) for <\"by x \"@mx.example.org>; date",
                "from x ([203.0.113.9]) by mx.example.org; (evil [192.0.2.66]) by mx.example.org (Postfix); date",
                "from x ([203.0.113.9]) by (x) mx.example.org; (evil [192.0.2.66]) by mx.example.org; date",
                "from x ([203.0.113.9]) by mx.example.org; (evil [192.0.2.66]) by other.example; date",
                "from x ([203.0.113.9]) by mx.example.org \" (evil [192.0.2.66]) by mx.example.org"
                        + " (envelope-from <\"a\\\"b\"@e.example>); date",
                "from evil (evil [192.0.2.66]) by \"mx.example.org\"; date",
                "from evil (evil [192.0.2.66]) by mx.example.org, with SMTP; date",
                "from evil (evil [192.0.2.66]) by mx.example.org[10.0.0.1]; date",
                "from evil (evil [192.0.2.66]) by mx.example.org:25; date",
                "from evil (evil [192.0.2.66]) by [mx.example.org]; date",
                "from evil (evil [192.0.2.66]) by mx (mx.example.org); date",
            })
    void belowItsOwnFieldNothingIsRead(String value) {
        TrustedHop hop = hop("Received: " + value, FORGED);
        assertThat(hop.status()).isEqualTo(TrustedHop.Status.UNCLEAR_FIELD);
        assertThat(hop.client()).isEmpty();
        assertThat(hop.helo()).isEmpty();
    }

    @Test
    @DisplayName("T12 RFC 6531 3.7.3: a host may write itself in Unicode")
    void isFoundByEitherFormOfItsName() {
        String fields = "Received: from h.example (r [192.0.2.1]) by b\u00FCcher.example with UTF8SMTP; x\r\n"
                + "Received: from f.example (r [203.0.113.9]) by xn--bcher-kva.example; x\r\n\r\n";
        TrustedHop hop =
                TrustedHop.of(HeaderBlock.parse(Octets.ofUtf8(fields)), DomainName.of("xn--bcher-kva.example"));
        assertThat(hop.client()).contains(IpAddress.of("192.0.2.1"));
    }

    @Test
    void withoutAFieldOfItThereIsNoClient() {
        assertThat(hop(INTERNAL).status()).isEqualTo(TrustedHop.Status.NO_FIELD);
        assertThat(hop("Subject: x").client()).isEmpty();
        assertThat(hop("X-Received: from h (r [192.0.2.1]) by mx.example.org").status())
                .isEqualTo(TrustedHop.Status.NO_FIELD);
    }

    @Test
    void theReturnPathIsBelievedAboveItsFieldAlone() {
        assertThat(hop("Return-Path: <a@example.com>", INTERNAL, OURS).returnPath())
                .contains("a@example.com");
        assertThat(hop("Return-Path: <>", OURS).returnPath()).contains("");
        assertThat(hop(OURS, "Return-Path: <a@example.com>").returnPath()).isEmpty();
        assertThat(hop("Return-Path: <a@example.com>", "Subject: x").returnPath())
                .isEmpty();
        assertThat(hop("Return-Path: a@example.com", OURS).returnPath()).isEmpty();
    }
}
