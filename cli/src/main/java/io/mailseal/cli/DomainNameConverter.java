package io.mailseal.cli;

import io.mailseal.core.DomainName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A domain or a selector, in Unicode or with A-labels. */
final class DomainNameConverter implements ITypeConverter<DomainName> {

    @Override
    public DomainName convert(String text) {
        return DomainName.parse(text)
                .or(() -> DomainName.ofUnicode(text))
                .filter(name -> !name.isRoot())
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no domain name"));
    }
}
