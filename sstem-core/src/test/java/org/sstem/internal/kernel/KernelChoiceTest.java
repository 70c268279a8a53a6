package org.sstem.internal.kernel;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KernelChoiceTest {

    private static final KernelProvider SLOW = provider("cpu-plain", 0, null);
    private static final KernelProvider FAST = provider("cpu-vector", 10, null);
    private static final KernelProvider DEVICE = provider("cuda", 100, null);
    private static final KernelProvider NO_DEVICE = provider("cuda", 100, "no device was found");

    @Test
    void automaticChoiceTakesTheHighestRankThatCanRun() {
        assertThat(automatic(null, SLOW, DEVICE, FAST)).isEqualTo("cuda");
        assertThat(automatic(null, SLOW, NO_DEVICE, FAST)).isEqualTo("cpu-vector");
        assertThat(automatic(" ", SLOW)).isEqualTo("cpu-plain");
    }

    @Test
    void thePropertyNamesAProviderOrAFamily() {
        assertThat(automatic("cpu", SLOW, DEVICE, FAST)).isEqualTo("cpu-vector");
        assertThat(automatic("cpu-plain", SLOW, DEVICE, FAST)).isEqualTo("cpu-plain");
        assertThat(automatic("cuda", SLOW, DEVICE)).isEqualTo("cuda");
    }

    @Test
    void askingForWhatCannotRunIsAnErrorThatSaysWhy() {
        assertThatThrownBy(() -> automatic("cuda", SLOW, NO_DEVICE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("kernels \"cuda\" cannot run here: cuda: no device was found");
        assertThatThrownBy(() -> automatic("opencl", SLOW, FAST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kernels must be one of [cpu-vector, cpu-plain], was \"opencl\"");
        assertThatThrownBy(() -> automatic(null, NO_DEVICE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no device was found");
    }

    @Test
    void aWholeJobGoesToTheHighestRankThatCanRunAndHasAFormOfIt() {
        KernelProvider copying = offering("cuda", -10, null, "on the device");
        KernelProvider absent = offering("cuda", -10, "no device was found", "on the device");

        assertThat(job(null, FAST, copying)).contains("on the device");
        assertThat(job(" ", FAST, copying, offering("other", -20, null, "elsewhere")))
                .contains("on the device");
        assertThat(job(null, FAST, absent, SLOW)).isEmpty();
        assertThat(automatic(null, FAST, copying))
                .as("single calls stay where no copies are needed")
                .isEqualTo("cpu-vector");
    }

    @Test
    void thePropertyKeepsAWholeJobWhereTheSingleCallsAre() {
        KernelProvider device = offering("cuda", -10, null, "on the device");

        assertThat(job("cpu", FAST, device)).isEmpty();
        assertThat(job("cuda", FAST, device)).contains("on the device");
        assertThat(job("cpu-plain", SLOW, device)).isEmpty();
        assertThat(KernelChoice.job(List.of(device), null, Integer.class)).isEmpty();
    }

    private static Optional<String> job(String property, KernelProvider... providers) {
        return KernelChoice.job(KernelChoice.ranked(List.of(providers)), property, String.class);
    }

    /** A provider that does jobs of texts. */
    private static KernelProvider offering(String name, int rank, String reason, String job) {
        KernelProvider plain = provider(name, rank, reason);
        return (KernelProvider) Proxy.newProxyInstance(
                KernelProvider.class.getClassLoader(),
                new Class<?>[] {KernelProvider.class},
                (proxy, method, args) -> method.getName().equals("job")
                        ? Optional.ofNullable(args[0] == String.class ? job : null)
                        : method.invoke(plain, args));
    }

    @Test
    void allProvidersAreListedByRankWithTheirReasons() {
        List<KernelProvider> providers = Kernels.providers();

        assertThat(providers).extracting(KernelProvider::name).contains("cpu-plain");
        assertThat(providers).extracting(KernelProvider::rank).isSortedAccordingTo((a, b) -> b - a);
        assertThat(providers).allSatisfy(p -> assertThat(p.unavailable()).isNotNull());
    }

    @Test
    void automaticChoiceFindsKernelsHere() {
        assertThat(Kernels.automatic().name()).startsWith("cpu");
        assertThat(Kernels.automatic()).isSameAs(Kernels.automatic());
    }

    private static String automatic(String property, KernelProvider... providers) {
        return KernelChoice.automatic(KernelChoice.ranked(List.of(providers)), property)
                .name();
    }

    private static KernelProvider provider(String name, int rank, String reason) {
        return new KernelProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int rank() {
                return rank;
            }

            @Override
            public Optional<String> unavailable() {
                return Optional.ofNullable(reason);
            }

            @Override
            public Kernels kernels() {
                return named(name);
            }
        };
    }

    private static Kernels named(String name) {
        Kernels literal = LiteralKernels.kernels();
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, args) -> method.getName().equals("name") ? name : method.invoke(literal, args));
    }
}
