package io.mailseal.testkit.junit5;

import io.mailseal.testkit.InMemoryDns;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The DNS that a test sees, in the format of {@link InMemoryDns}: master file syntax, and {@code $FAULT}, {@code
 * $DELAY} and {@code $SECURITY} for what fails, is slow, or has a DNSSEC status.
 *
 * <pre>{@code
 * @MailZone("""
 *         example.com         TXT "v=spf1 ip4:192.0.2.25 -all"
 *         _dmarc.example.com  TXT "v=DMARC1; p=reject"
 *         """)
 * class MailGatewayTest {
 *
 *     @Test
 *     @MailZone("$FAULT example.com TXT TIMEOUT")
 *     void defersWhileDnsFails(DnsResolver dns) { … }
 * }
 * }</pre>
 *
 * <p>It may stand on a class, on a method and on a parameter, and the texts lie in layers: that of a superclass below
 * that of the class, that of an outer class below that of a {@code @Nested} one, then the method, then the parameter.
 * What an upper layer says of a name and type takes the place of what was said below, as {@link InMemoryDns#withZone}
 * has it. On an annotation of the test's own it works, too.
 *
 * <p>Without a text it is DNS in which there is nothing. {@link MailTestExtension} lists the parameters that a test may
 * have.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@ExtendWith(MailTestExtension.class)
public @interface MailZone {

    /** The text of the zone. */
    String value() default "";

    /** Whether what is said in the layers below is there, too. Keys of {@link SignsFor} are there in any case. */
    boolean inherit() default true;
}
