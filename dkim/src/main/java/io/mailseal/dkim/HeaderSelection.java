package io.mailseal.dkim;

import io.mailseal.core.message.FieldsFromBelow;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which fields of a header the names in {@code h=} mean: for each name the lowest field that no earlier name has taken. A
 * name for which no field is left stands for nothing, so that adding one later breaks the signature.
 *
 * @rfc 6376 5.4.2
 */
final class HeaderSelection {

    private final HeaderBlock header;

    HeaderSelection(HeaderBlock header) {
        this.header = header;
    }

    /** What the signature covers, in canonical form: the fields, then the signature field itself. */
    SignedHeader signedBy(DkimSignature signature) {
        List<HeaderField> fields = select(signature);
        int octets = signature.field().raw().length();
        for (HeaderField field : fields) {
            octets += field.raw().length();
        }
        HeaderCanonicalizer canonicalizer = new HeaderCanonicalizer(signature.headerCanonicalization(), octets);
        for (HeaderField field : fields) {
            canonicalizer.add(field);
        }
        canonicalizer.addUnsigned(signature);
        return new SignedHeader(canonicalizer.canonical());
    }

    private List<HeaderField> select(DkimSignature signature) {
        List<HeaderField> selected = new ArrayList<>(signature.signedFields().size());
        FieldsFromBelow fields = header.fromBelow();
        for (String name : signature.signedFields()) {
            Optional<HeaderField> field = fields.take(name);
            // §3.5: not the signature being verified itself, which was not there when it was made
            if (isItself(field, signature)) {
                field = fields.take(name);
            }
            if (field.isPresent()) {
                selected.add(field.get());
            }
        }
        return selected;
    }

    @SuppressWarnings("ReferenceEquality") // this very field, not one that looks the same
    private static boolean isItself(Optional<HeaderField> field, DkimSignature signature) {
        return field.isPresent() && field.get() == signature.field();
    }
}
