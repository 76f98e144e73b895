package io.mailseal.cli;

import io.mailseal.dkim.DkimCanonicalization;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How header and body are canonicalized: {@code relaxed/simple}. */
record CanonicalizationPair(DkimCanonicalization header, DkimCanonicalization body) {

    static final CanonicalizationPair RELAXED =
            new CanonicalizationPair(DkimCanonicalization.RELAXED, DkimCanonicalization.RELAXED);

    /** Both halves must be there: what one alone means for the body would surprise. */
    static final class Converter implements ITypeConverter<CanonicalizationPair> {
        @Override
        public CanonicalizationPair convert(String text) {
            int slash = Math.max(0, text.indexOf('/'));
            Optional<DkimCanonicalization> header = parse(text.substring(0, slash));
            Optional<DkimCanonicalization> body = parse(text.substring(Math.min(slash + 1, text.length())));
            if (header.isEmpty() || body.isEmpty()) {
                throw new TypeConversionException("'" + text + "' is not such as relaxed/simple");
            }
            return new CanonicalizationPair(header.get(), body.get());
        }

        private static Optional<DkimCanonicalization> parse(String word) {
            return Stream.of(DkimCanonicalization.values())
                    .filter(known -> known.word().equals(word))
                    .findFirst();
        }
    }
}
