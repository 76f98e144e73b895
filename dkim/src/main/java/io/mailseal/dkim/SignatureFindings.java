package io.mailseal.dkim;

import io.mailseal.dkim.DkimSignatureFinding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is weak about a signature that could be read, whether it is good or not.
 *
 * @rfc 6376 5.4.1
 */
final class SignatureFindings {

    private final DkimSignature signature;
    private final Map<String, Integer> present;
    private final Map<String, Integer> signed;
    private final List<DkimSignatureFinding> findings = new ArrayList<>();

    private SignatureFindings(DkimSignature signature, SignedFields fields) {
        this.signature = signature;
        this.present = fields.counts();
        this.signed = SignedFields.counts(signature.signedFields());
    }

    /** In the order of their codes. */
    static List<DkimSignatureFinding> of(
            DkimSignature signature, SignedFields fields, KeyFacts key, boolean factorable, @Nullable BodyHash body) {
        SignatureFindings found = new SignatureFindings(signature, fields);
        found.addBody(body);
        found.addHeader();
        found.addTerms();
        found.addKey(key, factorable);
        found.findings.sort((one, other) -> one.code().compareTo(other.code()));
        return List.copyOf(found.findings);
    }

    private void addBody(@Nullable BodyHash body) {
        if (body != null && body.hashed() < body.total()) {
            add(Code.PARTIAL_BODY, "l");
        }
        if (signature.bodyLength().isPresent()) {
            add(Code.BODY_LENGTH, "l");
        }
    }

    private void addHeader() {
        if (present("from") > 1) {
            add(Code.SEVERAL_FROM_FIELDS, "from");
        }
        if (signed("from") > 0 && signed("from") <= present("from")) {
            add(Code.FROM_NOT_OVERSIGNED, "from");
        }
        for (String name : KnownFields.SINGLE) {
            if (signed(name) > 0 && present(name) > signed(name)) {
                add(Code.UNSIGNED_REPEATED_FIELD, name);
            }
        }
        addUnsigned(Code.CONTENT_FIELD_NOT_SIGNED, KnownFields.CONTENT);
        addUnsigned(Code.RECOMMENDED_FIELD_NOT_SIGNED, KnownFields.RECOMMENDED);
    }

    private void addUnsigned(Code code, List<String> names) {
        for (String name : names) {
            if (present(name) > 0 && signed(name) == 0) {
                add(code, name);
            }
        }
    }

    private int present(String name) {
        return present.getOrDefault(name, 0);
    }

    private int signed(String name) {
        return signed.getOrDefault(name, 0);
    }

    private void addTerms() {
        if (signature.expiry().isEmpty()) {
            add(Code.NO_EXPIRY, "x");
        }
    }

    private void addKey(KeyFacts key, boolean factorable) {
        boolean rsa = signature.algorithm().equals(DkimAlgorithm.RSA_SHA256.word());
        if (rsa && key.bits() > 0 && key.bits() < RsaKey.GOOD_BITS) {
            findings.add(DkimSignatureFinding.of(Code.SHORT_KEY));
        }
        if (factorable) {
            findings.add(DkimSignatureFinding.of(Code.FACTORABLE_KEY));
        }
        if (key.testing()) {
            findings.add(DkimSignatureFinding.of(Code.TESTING_KEY));
        }
    }

    private void add(Code code, String subject) {
        findings.add(new DkimSignatureFinding(code, subject));
    }
}
