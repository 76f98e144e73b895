package io.mailseal.cli;

import io.mailseal.core.IpAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an IP address. Literals only: no name is ever looked up. */
final class AddressConverter implements ITypeConverter<IpAddress> {
    @Override
    public IpAddress convert(String text) {
        return IpAddress.parse(text).orElseThrow(() -> new TypeConversionException("'" + text + "' is no IP address"));
    }
}
