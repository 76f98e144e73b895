package io.mailseal.dkim;

import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which fields of a header the names in {@code h=} mean: for each name the lowest field that no earlier name has taken. A
 * name for which no field is left stands for nothing, so that adding one later breaks the signature.
 *
 * @rfc 6376 5.4.2
 */
final class HeaderSelection {

    private final Map<String, List<HeaderField>> fields = new HashMap<>();

    HeaderSelection(HeaderBlock header) {
        for (HeaderField field : header.fields()) {
            fields.computeIfAbsent(AsciiCase.lower(field.name()), name -> new ArrayList<>())
                    .add(field);
        }
    }

    /** How many fields of this name the header has. */
    int count(String name) {
        return fields.getOrDefault(AsciiCase.lower(name), List.of()).size();
    }

    /** What the signature covers, in canonical form: the fields, then the signature field itself. */
    @SuppressWarnings("ReferenceEquality") // this very field, not one that looks the same
    SignedHeader signedBy(DkimSignature signature) {
        HeaderCanonicalizer canonicalizer = new HeaderCanonicalizer(signature.headerCanonicalization());
        Map<String, Integer> left = new HashMap<>();
        for (String signed : signature.signedFields()) {
            String name = AsciiCase.lower(signed);
            List<HeaderField> named = fields.getOrDefault(name, List.of());
            int index = left.getOrDefault(name, named.size()) - 1;
            // §3.5: not the signature being verified itself, which was not there when it was made
            if (index >= 0 && named.get(index) == signature.field()) {
                index--;
            }
            if (index >= 0) {
                canonicalizer.add(named.get(index));
            }
            left.put(name, Math.max(index, 0));
        }
        canonicalizer.addUnsigned(signature);
        return new SignedHeader(canonicalizer.canonical());
    }
}
