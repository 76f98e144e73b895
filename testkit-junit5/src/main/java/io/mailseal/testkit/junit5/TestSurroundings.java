package io.mailseal.testkit.junit5;

import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What one test is given: made once, at first use. */
final class TestSurroundings {

    private final TestLayers layers;
    private final VirtualClock clock = new VirtualClock();
    private final InMemoryDns dns;
    private final List<InMemoryDns> ofParameters = new ArrayList<>();

    TestSurroundings(TestLayers layers) {
        this.layers = layers;
        this.dns = layers.dns();
    }

    VirtualClock clock() {
        return clock;
    }

    InMemoryDns dns() {
        return dns;
    }

    /** One for a parameter alone: with its zone above all others. */
    synchronized InMemoryDns dnsBelow(MailZone zone, String where) {
        InMemoryDns own = layers.dns(zone, where);
        ofParameters.add(own);
        return own;
    }

    /** The one that is asked for, or the only one there is. */
    TestSigner signer(Optional<SignsFor> wanted) {
        List<SignsFor> published = layers.signers();
        if (wanted.isEmpty() && published.size() == 1) {
            return TestLayers.signer(published.get(0));
        }
        if (wanted.filter(published::contains).isEmpty()) {
            throw new ParameterResolutionException(
                    wanted.map(signer -> "The key of " + TestLayers.signer(signer) + " is not in the DNS of the test:")
                                    .orElse("There are " + published.size() + " signers that may be meant:")
                            + " put @SignsFor on the class, the test method, or a parameter.");
        }
        return TestLayers.signer(wanted.get());
    }

    /** What was asked, for a failure to show. */
    synchronized Optional<AskedOfDns> asked() {
        List<InMemoryDns> all = new ArrayList<>(List.of(dns));
        all.addAll(ofParameters);
        return AskedOfDns.of(all);
    }
}
