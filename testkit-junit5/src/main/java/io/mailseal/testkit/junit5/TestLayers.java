package io.mailseal.testkit.junit5;

import io.mailseal.testkit.InMemoryDns;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What the annotations of a test say, from the outermost to the innermost. */
final class TestLayers {

    private record Layer(MailZone zone, String where) {}

    private final List<Layer> zones = new ArrayList<>();
    private final List<SignsFor> signers = new ArrayList<>();

    private TestLayers() {}

    /** Of a test; or of a class, where there is no test yet. */
    static TestLayers of(ExtensionContext context) {
        TestLayers layers = new TestLayers();
        context.getEnclosingTestClasses().forEach(layers::addClass);
        context.getTestClass().ifPresent(layers::addClass);
        context.getTestMethod().ifPresent(method -> {
            layers.add(method, method.getName() + "()");
            layers.addParameters(method);
        });
        return layers;
    }

    private void addClass(@Nullable Class<?> type) {
        if (type == null) {
            return;
        }
        addClass(type.getSuperclass());
        add(type, type.getSimpleName());
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            addParameters(constructor);
        }
    }

    private void add(AnnotatedElement element, String where) {
        AnnotationSupport.findAnnotation(element, MailZone.class).ifPresent(zone -> zones.add(new Layer(zone, where)));
        addSigners(element);
    }

    private void addParameters(Executable executable) {
        for (Parameter parameter : executable.getParameters()) {
            addSigners(parameter);
        }
    }

    private void addSigners(AnnotatedElement element) {
        for (SignsFor signer : AnnotationSupport.findRepeatableAnnotations(element, SignsFor.class)) {
            if (!signers.contains(signer)) {
                signers.add(signer);
            }
        }
    }

    /** Each once. */
    List<SignsFor> signers() {
        return List.copyOf(signers);
    }

    static TestSigner signer(SignsFor annotation) {
        return TestSigner.of(annotation.value()).withSelector(annotation.selector());
    }

    /** DNS as all layers have it. */
    InMemoryDns dns() {
        InMemoryDns dns = keys();
        for (Layer layer : zones) {
            dns = with(dns, layer);
        }
        return dns;
    }

    /** The same with one more on top. */
    InMemoryDns dns(MailZone top, String where) {
        return with(dns(), new Layer(top, where));
    }

    // Below everything, so that a zone can have something else in place of a key.
    private InMemoryDns keys() {
        InMemoryDns dns = InMemoryDns.parse("");
        for (SignsFor signer : signers) {
            dns = signer(signer).publishedIn(dns);
        }
        return dns;
    }

    private InMemoryDns with(InMemoryDns below, Layer layer) {
        try {
            return (layer.zone().inherit() ? below : keys())
                    .withZone(layer.zone().value());
        } catch (IllegalArgumentException bad) {
            throw new ExtensionConfigurationException("@MailZone of " + layer.where() + ": " + bad.getMessage(), bad);
        }
    }
}
