package org.sstem.internal.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Finds the providers and chooses among them. */
final class KernelChoice {

    private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private KernelChoice() {}

    /** The providers are found at the first use, not when the class of the interface is loaded. */
    private static final class Found {
        static final List<KernelProvider> PROVIDERS = find();
    }

    static List<KernelProvider> providers() {
        return Found.PROVIDERS;
    }

    static Kernels automatic() {
        return automatic(providers(), System.getProperty(Kernels.PROPERTY));
    }

    static Kernels byName(String name) {
        return byName(providers(), name);
    }

    static Kernels automatic(List<KernelProvider> ranked, String asked) {
        if (asked != null && !asked.isBlank()) {
            return byName(ranked, asked.strip());
        }
        return firstAvailable(ranked)
                .orElseThrow(() -> new IllegalStateException("no kernels can run here: " + reasons(ranked)));
    }

    static Kernels byName(List<KernelProvider> ranked, String name) {
        List<KernelProvider> asked = ranked.stream()
                .filter(p -> p.name().equals(name) || p.name().startsWith(name + "-"))
                .collect(Collectors.toList());
        if (asked.isEmpty()) {
            throw new IllegalStateException("kernels must be one of " + names(ranked) + ", was \"" + name
                    + "\": is the provider's jar on the class path?");
        }
        return firstAvailable(asked)
                .orElseThrow(
                        () -> new IllegalStateException("kernels \"" + name + "\" cannot run here: " + reasons(asked)));
    }

    private static Optional<Kernels> firstAvailable(List<KernelProvider> ranked) {
        StringBuilder passedOver = new StringBuilder();
        for (KernelProvider provider : ranked) {
            Optional<String> reason = provider.unavailable();
            if (reason.isEmpty()) {
                Kernels kernels = provider.kernels();
                String said = "kernels: " + kernels.name() + passedOver;
                if (SAID.add(said)) {
                    LOG.info(said);
                }
                return Optional.of(kernels);
            }
            passedOver.append("; not ").append(provider.name()).append(": ").append(reason.get());
        }
        return Optional.empty();
    }

    /** One broken provider, such as one whose library is absent, must not take the others with it. */
    private static List<KernelProvider> find() {
        List<KernelProvider> found = new ArrayList<>();
        Iterator<KernelProvider> services = ServiceLoader.load(
                        KernelProvider.class, KernelChoice.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                found.add(services.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.info("a kernel provider does not load: {}", e.toString());
            }
        }
        return ranked(found);
    }

    static List<KernelProvider> ranked(List<KernelProvider> providers) {
        return providers.stream()
                .sorted(Comparator.comparingInt(KernelProvider::rank).reversed().thenComparing(KernelProvider::name))
                .collect(Collectors.toUnmodifiableList());
    }

    private static String names(List<KernelProvider> providers) {
        return providers.stream().map(KernelProvider::name).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String reasons(List<KernelProvider> providers) {
        return providers.stream()
                .map(p -> p.name() + ": " + p.unavailable().orElse("available"))
                .collect(Collectors.joining("; "));
    }
}
