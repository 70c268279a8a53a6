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

    /** What providers leave to the CPU. */
    static Kernels cpu() {
        return Cpu.KERNELS;
    }

    private static final class Cpu {
        static final Kernels KERNELS = byName("cpu");
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
        List<KernelProvider> asked = named(ranked, name);
        if (asked.isEmpty()) {
            throw new IllegalStateException("kernels must be one of " + names(ranked) + ", was \"" + name
                    + "\": is the provider's jar on the class path?");
        }
        return firstAvailable(asked)
                .orElseThrow(
                        () -> new IllegalStateException("kernels \"" + name + "\" cannot run here: " + reasons(asked)));
    }

    private static List<KernelProvider> named(List<KernelProvider> ranked, String name) {
        return ranked.stream()
                .filter(p -> p.name().equals(name) || p.name().startsWith(name + "-"))
                .toList();
    }

    static <T> Optional<T> job(Class<T> type) {
        return job(providers(), System.getProperty(Kernels.PROPERTY), type);
    }

    /** Where a provider was asked for that is not there, the single calls say so. */
    static <T> Optional<T> job(List<KernelProvider> ranked, String asked, Class<T> type) {
        boolean any = asked == null || asked.isBlank();
        StringBuilder passedOver = new StringBuilder();
        for (KernelProvider provider : any ? ranked : named(ranked, asked.strip())) {
            Optional<String> reason = provider.unavailable();
            Optional<T> offered = reason.isEmpty() ? provider.job(type) : Optional.empty();
            if (offered.isPresent()) {
                say(type.getSimpleName() + " as a whole: " + provider.name());
                return offered;
            }
            reason.ifPresent(why -> passedOver
                    .append("; not ")
                    .append(provider.name())
                    .append(": ")
                    .append(why));
        }
        say(type.getSimpleName() + " call by call" + passedOver);
        return Optional.empty();
    }

    private static void say(String what) {
        if (SAID.add(what)) {
            LOG.info(what);
        }
    }

    private static Optional<Kernels> firstAvailable(List<KernelProvider> ranked) {
        StringBuilder passedOver = new StringBuilder();
        for (KernelProvider provider : ranked) {
            Optional<String> reason = provider.unavailable();
            if (reason.isEmpty()) {
                Kernels kernels = provider.kernels();
                say("kernels: " + kernels.name() + passedOver);
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
