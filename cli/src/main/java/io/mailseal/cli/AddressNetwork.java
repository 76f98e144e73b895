package io.mailseal.cli;

import io.mailseal.core.IpAddress;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Addresses that begin with the same bits: {@code 127.0.0.0/8}; or one alone. */
record AddressNetwork(IpAddress address, int prefixLength) {

    private static final int LONGEST_NUMBER = 3;

    static Optional<AddressNetwork> parse(String text) {
        int slash = text.indexOf('/');
        Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return address.map(one -> new AddressNetwork(one, one.bits()));
        }
        int length = number(text.substring(slash + 1));
        return address.filter(one -> length >= 0 && length <= one.bits()).map(one -> new AddressNetwork(one, length));
    }

    // Negative for what is none.
    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && text.length() <= LONGEST_NUMBER ? Integer.parseInt(text) : -1;
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<AddressNetwork> {
        @Override
        public AddressNetwork convert(String text) {
            return parse(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no IP address, and no network such as 127.0.0.0/8"));
        }
    }
}
