package io.mailseal.testkit.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Publishes the key of a {@link TestSigner} in the DNS of a test: of all tests of a class, of one method, or of the
 * method or constructor whose parameter it stands before. That parameter, of type {@link TestSigner}, is the signer. A
 * parameter without the annotation is the only signer that the class or method has.
 *
 * <pre>{@code
 * @Test
 * @MailZone("example.com TXT \"v=spf1 -all\"")
 * void whatIsSignedIsDelivered(@SignsFor("example.com") TestSigner signer, DnsResolver dns) { … }
 * }</pre>
 *
 * <p>Where a {@link MailZone} has something else at the name of the key, that counts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@Repeatable(SignsFor.Several.class)
@ExtendWith(MailTestExtension.class)
public @interface SignsFor {

    /** The domain. */
    String value();

    /** Which of its keys. */
    String selector() default TestSigner.DEFAULT_SELECTOR;

    /** What {@link SignsFor} is wrapped in where it is there more than once. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
    @ExtendWith(MailTestExtension.class)
    @interface Several {

        /** Each of them. */
        SignsFor[] value();
    }
}
