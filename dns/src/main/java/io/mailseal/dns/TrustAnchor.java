package io.mailseal.dns;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.time.Instant;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/** One key of a zone, or the digest of one, that is trusted without a proof. */
sealed interface TrustAnchor {

    /**
     * When an anchor is one.
     *
     * @param from the first moment
     * @param until the first moment no longer
     */
    record Validity(Instant from, Instant until) {

        static final Validity ALWAYS = new Validity(Instant.MIN, Instant.MAX);

        boolean includes(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    DomainName zone();

    Validity validity();

    boolean isSupported(DnssecAlgorithms algorithms);

    /** What a DS record would say. */
    record Digest(DomainName zone, int tag, int algorithm, int kind, Octets digest, Validity validity)
            implements TrustAnchor {

        @Override
        public boolean isSupported(DnssecAlgorithms algorithms) {
            return algorithms.supportsSigning(algorithm) && algorithms.supportsDigest(kind);
        }

        DSRecord asRecord(Name owner) {
            return new DSRecord(owner, DClass.IN, 0, tag, algorithm, kind, digest.toByteArray());
        }
    }

    /** What a DNSKEY record would say. */
    record Key(DomainName zone, int flags, int algorithm, Octets key, Validity validity) implements TrustAnchor {

        @Override
        public boolean isSupported(DnssecAlgorithms algorithms) {
            return ZoneKey.of(asRecord(Name.root), algorithms).isPresent();
        }

        DNSKEYRecord asRecord(Name owner) {
            return new DNSKEYRecord(
                    owner, DClass.IN, 0, flags, DNSKEYRecord.Protocol.DNSSEC, algorithm, key.toByteArray());
        }
    }
}
