package io.mailseal.testkit.junit5;

import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.lang.reflect.Executable;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives tests a DNS, a clock and signers of their own. {@link MailZone} and {@link SignsFor} register it; a test
 * without either does so with {@code @ExtendWith(MailTestExtension.class)}.
 *
 * <p>Test methods, lifecycle methods and constructors may have parameters of these types:
 *
 * <ul>
 *   <li>{@link InMemoryDns}, or {@link DnsResolver}, which is the same object: the DNS of the test. It answers at once.
 *       For answers that take their time there is {@code dns.withClock(clock)}.
 *   <li>{@link DnsSessions} over it.
 *   <li>{@link VirtualClock}, which starts at {@link VirtualClock#DEFAULT_START}.
 *   <li>{@link InboundAuthenticator} over that DNS and clock, with default settings.
 *   <li>{@link TestSigner}, whose key is in that DNS: see {@link SignsFor}.
 * </ul>
 *
 * <p>There is one of each for a test, whichever of its methods asks for it. A parameter with a {@link MailZone} of its
 * own has a DNS of its own. What {@code @BeforeAll}, and the constructor of a class with one instance for all tests,
 * are given belongs to the class, and what stands at single methods is not in it.
 *
 * <p>If a test fails that has asked DNS, what it asked and what the answers were is shown below the failure, as a
 * suppressed exception.
 */
public final class MailTestExtension implements ParameterResolver, TestExecutionExceptionHandler {

    private static final Namespace NAMESPACE = Namespace.create(MailTestExtension.class);

    private static final Set<Class<?>> TYPES = Set.of(
            InMemoryDns.class,
            DnsResolver.class,
            DnsSessions.class,
            VirtualClock.class,
            InboundAuthenticator.class,
            TestSigner.class);

    /** For JUnit. */
    public MailTestExtension() {}

    /** The test, so that a constructor gets what the methods get. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestSurroundings surroundings = surroundings(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == VirtualClock.class) {
            return surroundings.clock();
        }
        if (type == TestSigner.class) {
            return surroundings.signer(parameter.findAnnotation(SignsFor.class));
        }
        InMemoryDns dns = dns(surroundings, parameter, context);
        if (type == DnsSessions.class) {
            return dns.sessions();
        }
        if (type == InboundAuthenticator.class) {
            return InboundAuthenticator.builder()
                    .dns(dns.sessions())
                    .clock(surroundings.clock())
                    .build();
        }
        return dns;
    }

    private static InMemoryDns dns(
            TestSurroundings surroundings, ParameterContext parameter, ExtensionContext context) {
        requireNoZoneOfItsOwn(parameter.getDeclaringExecutable(), context);
        Optional<MailZone> own = parameter.findAnnotation(MailZone.class);
        return own.isPresent()
                ? surroundings.dnsBelow(own.get(), "parameter " + (parameter.getIndex() + 1))
                : surroundings.dns();
    }

    // It would be of no effect.
    private static void requireNoZoneOfItsOwn(Executable executable, ExtensionContext context) {
        boolean isTest = context.getTestMethod().filter(executable::equals).isPresent();
        if (!isTest && AnnotationSupport.isAnnotated(executable, MailZone.class)) {
            throw new ParameterResolutionException(
                    "@MailZone belongs on the class, on test methods and on parameters, not on " + executable.getName()
                            + "().");
        }
    }

    private static TestSurroundings surroundings(ExtensionContext context) {
        // With the id, or a test would find what belongs to its class.
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        context.getUniqueId(),
                        id -> new TestSurroundings(TestLayers.of(context)),
                        TestSurroundings.class);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        TestSurroundings surroundings = context.getStore(NAMESPACE).get(context.getUniqueId(), TestSurroundings.class);
        if (surroundings != null) {
            surroundings.asked().ifPresent(failure::addSuppressed);
        }
        throw failure;
    }
}
