package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.syntax.Tag;
import io.mailseal.core.syntax.TagList;
import io.mailseal.dkim.DkimKeyFinding.Code;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said of a key record by itself, in the order of the tags' importance.
 *
 * @rfc 6376 3.6.1
 */
final class KeyRecordFindings {

    private static final List<String> KNOWN_TAGS = List.of("v", "h", "k", "n", "p", "s", "t");
    private static final List<String> KNOWN_FLAGS = List.of("y", "s");
    private static final BigInteger USUAL_EXPONENT = BigInteger.valueOf(65537);
    private static final int RECOMMENDED_BITS = 2048;
    private static final int SHOWN_TAGS = 20;
    private static final int SHOWN_OCTETS = 64;

    // RFC 1035 §4.1: header, a question and an answer with the shortest of names, s._domainkey.example.
    private static final int OVERHEAD = 12 + 30 + 12;
    private static final int UDP_OCTETS = 512;
    private static final int STRING_OCTETS = 255;
    private static final int RDATA_OCTETS = 65535;

    private final DkimKeyRecord record;
    private final TagList tags;
    private final List<DkimKeyFinding> findings = new ArrayList<>();

    KeyRecordFindings(DkimKeyRecord record, TagList tags) {
        this.record = record;
        this.tags = tags;
    }

    List<DkimKeyFinding> all() {
        examineSize();
        examineTags();
        if (record.isForeign()) {
            examineForeign();
            return List.copyOf(findings);
        }
        examineSyntax();
        examineKey();
        examineUse();
        return List.copyOf(findings);
    }

    private void examineSize() {
        int strings = Math.max(1, (record.text().length() + STRING_OCTETS - 1) / STRING_OCTETS);
        int size = record.text().length() + strings;
        if (size > RDATA_OCTETS) {
            add(Code.TOO_LONG_FOR_DNS, "", "No DNS record can hold " + size + " octets.");
        } else if (size + OVERHEAD > UDP_OCTETS) {
            add(Code.LONG_RECORD, "", "Answers with this record are longer than 512 octets, which some networks drop.");
        }
        if (strings > 1) {
            add(Code.SEVERAL_STRINGS, "", "In a zone file it must be cut into " + strings + " strings.");
        }
    }

    private void examineForeign() {
        String version = tags.tags().get(0).value();
        if (version.endsWith("\\")) {
            add(Code.ESCAPED_SEMICOLON, "v", "The backslashes before the semicolons do not belong into the record.");
        } else {
            add(Code.FOREIGN_VERSION, "v", "It begins with v=" + show(version) + ", so it is none of DKIM1.");
        }
    }

    private void examineSyntax() {
        Optional<DkimProblem> problem = record.problem();
        if (problem.isEmpty()) {
            return;
        }
        boolean onlyKeyMissing = tags.isValid() && tags.first("p").isEmpty();
        if (onlyKeyMissing) {
            add(Code.NO_KEY, "p", "There is no p=, not even an empty one.");
        } else if (problem.get().kind() == DkimProblem.Kind.KEY_MALFORMED) {
            add(Code.KEY_MALFORMED, "p", "What is in p= is no base64.");
        } else {
            add(
                    Code.SYNTAX,
                    problem.get().tag().orElse(""),
                    "Verifiers refuse it: " + problem.get().sentence() + ".");
        }
    }

    private void examineTags() {
        if (tags.first("v").isEmpty()) {
            add(Code.NO_VERSION, "v", "It should begin with v=DKIM1.");
        }
        int shown = 0;
        for (Tag tag : tags.tags()) {
            if (!KNOWN_TAGS.contains(tag.name()) && shown++ < SHOWN_TAGS) {
                examineUnknown(tag.name());
            }
        }
    }

    private void examineUnknown(String name) {
        if (name.equals("g")) {
            add(Code.OBSOLETE_GRANULARITY, "g", "The tag g= means nothing any more.");
        } else if (KNOWN_TAGS.contains(AsciiCase.lower(name))) {
            add(Code.MISCASED_TAG, name, "The tag " + name + "= is ignored; only in lower case it means something.");
        } else {
            add(Code.UNKNOWN_TAG, shortened(name), "The tag " + shortened(name) + "= is not known, and is ignored.");
        }
    }

    private void examineKey() {
        if (record.isRevoked()) {
            add(Code.REVOKED, "p", "The key is withdrawn: no signature of it passes.");
            return;
        }
        if (record.publicKey().isEmpty()) {
            return;
        }
        if (tags.first("p").map(KeyRecordFindings::hasBlank).orElse(false)) {
            add(Code.BLANK_IN_KEY, "p", "There is white space within the key.");
        }
        switch (record.keyType()) {
            case "rsa" -> examineRsa(record.publicKey());
            case "ed25519" -> examineEd25519(record.publicKey());
            default ->
                add(Code.UNKNOWN_KEY_TYPE, "k", "Keys of the type " + show(record.keyType()) + " are not known.");
        }
    }

    private static boolean hasBlank(Tag tag) {
        return tag.valueWithoutBlanks().length() != tag.value().length();
    }

    private void examineEd25519(Octets published) {
        if (Ed25519Key.parse(published) == null) {
            add(Code.KEY_MALFORMED, "p", "What is in p= is no key of Ed25519: that would be 32 octets.");
        }
    }

    private void examineRsa(Octets published) {
        RsaKey key = RsaKey.parse(published);
        if (key == null) {
            boolean ed25519 = Ed25519Key.parse(published) != null;
            String hint = ed25519 ? " It looks like one of Ed25519, which wants k=ed25519." : "";
            add(Code.KEY_MALFORMED, "p", "What is in p= is no RSA key." + hint);
            return;
        }
        examineLength(key.bits());
        if (!key.exponent().equals(USUAL_EXPONENT)) {
            add(Code.UNUSUAL_EXPONENT, "p", "The public exponent is " + key.exponent() + " and not 65537.");
        }
        if (FactorableKey.isSeen(key.modulus())) {
            add(Code.PREDICTABLE_KEY, "p", "The key comes from a faulty generator, and can be broken (ROCA).");
        }
        if (isBare(published)) {
            add(Code.BARE_RSA_KEY, "p", "The key is not within a SubjectPublicKeyInfo, as most verifiers expect.");
        }
    }

    // RFC 8301 §3.2
    private void examineLength(int bits) {
        if (bits < RsaKey.MIN_BITS) {
            add(Code.KEY_TOO_SHORT, "p", "The key has " + bits + " bits; with less than 1024 no signature counts.");
        } else if (bits < RECOMMENDED_BITS) {
            add(Code.SHORT_KEY, "p", "The key has " + bits + " bits; it should have 2048.");
        } else if (bits > RsaKey.MAX_BITS) {
            add(Code.KEY_TOO_LONG, "p", "The key has " + bits + " bits; verifiers need not take more than 4096.");
        }
    }

    // An RSAPublicKey begins with a number.
    private static boolean isBare(Octets published) {
        Octets content = new DerInput(published).read(DerInput.SEQUENCE);
        return content != null && new DerInput(content).isNext(DerInput.INTEGER);
    }

    private void examineUse() {
        if (!record.allowsHash("sha256")) {
            add(Code.HASH_NOT_ALLOWED, "h", "The key is not for SHA-256, and no other hash is left.");
        } else if (tags.first("h").isPresent() && record.allowsHash("sha1")) {
            add(Code.OBSOLETE_HASH, "h", "SHA-1 is allowed, too; nobody may use it any more.");
        }
        if (!record.allowsService("email")) {
            add(Code.MAIL_NOT_ALLOWED, "s", "The key is not for mail.");
        }
        if (record.isTesting()) {
            add(Code.TESTING, "t", "It says that the domain is only trying out DKIM.");
        }
        List<String> flags = tags.first("t").map(tag -> tag.items(':')).orElse(List.of());
        if (!KNOWN_FLAGS.containsAll(flags)) {
            add(Code.UNKNOWN_FLAG, "t", "There are flags that are not known, and are ignored.");
        }
    }

    private static String shortened(String name) {
        return name.length() <= SHOWN_OCTETS ? name : name.substring(0, SHOWN_OCTETS);
    }

    private static String show(String latin1) {
        return Octets.ofLatin1(latin1.substring(0, Math.min(latin1.length(), SHOWN_OCTETS)))
                .toString();
    }

    private void add(Code code, String tag, String explanation) {
        findings.add(new KeyFindingMade(code, tag, explanation));
    }
}
