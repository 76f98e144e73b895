package io.mailseal.psl;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The list that comes with the artifact, or why there is none; that does not change while the program runs. */
final class BundledList {

    /** Beside this class. The build puts it there. */
    static final String RESOURCE = "effective_tld_names.dat";

    private static final class Once {
        static final BundledList RESULT = BundledList.load(BundledList.class.getResourceAsStream(RESOURCE));
    }

    private final @Nullable PublicSuffixList list;
    private final @Nullable IOException failure;

    private BundledList(@Nullable PublicSuffixList list, @Nullable IOException failure) {
        this.list = list;
        this.failure = failure;
    }

    static PublicSuffixList list() {
        return Once.RESULT.orThrow();
    }

    // Never throws: it would be from within the initializer of a class, and the second caller would learn nothing.
    static BundledList load(@Nullable InputStream resource) {
        try (InputStream in = resource) {
            return new BundledList(in == null ? null : PublicSuffixList.read(in), null);
        } catch (IOException failed) {
            return new BundledList(null, failed);
        }
    }

    PublicSuffixList orThrow() {
        if (list != null) {
            return list;
        }
        if (failure != null) {
            throw new IllegalStateException("the public suffix list of mailseal-psl can't be read", failure);
        }
        throw new IllegalStateException(
                RESOURCE + " is missing beside the classes of mailseal-psl. The build puts it there:"
                        + " in a checkout, run `mvn -pl psl -am process-resources`");
    }
}
