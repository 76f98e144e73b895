package io.mailseal.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number with a unit: {@code 90s}, {@code 30m}, {@code 12h}, {@code 7d}, {@code 2w}. */
final class DurationConverter implements ITypeConverter<Duration> {

    private static final int LONGEST_NUMBER = 9;

    @Override
    public Duration convert(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > LONGEST_NUMBER || digits != text.length() - 1) {
            throw noDuration(text);
        }
        long number = Long.parseLong(text.substring(0, digits));
        return switch (text.charAt(digits)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            case 'w' -> Duration.ofDays(7 * number);
            default -> throw noDuration(text);
        };
    }

    private static TypeConversionException noDuration(String text) {
        return new TypeConversionException("'" + text + "' is no time such as 90s, 30m, 12h, 7d or 2w");
    }
}
