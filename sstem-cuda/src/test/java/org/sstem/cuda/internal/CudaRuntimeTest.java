package org.sstem.cuda.internal;

import org.junit.jupiter.api.Test;
import org.sstem.internal.kernel.KernelProvider;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.missing.TileInterpolation;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** What a machine is found to have, and that none is broken by the question. */
class CudaRuntimeTest {

    private final FakeDriver driver = new FakeDriver();

    private CudaKernelProvider provider() {
        CudaRuntime runtime = CudaRuntime.probe(() -> driver);
        return new CudaKernelProvider(() -> runtime);
    }

    @Test
    void aMachineWithADeviceHasKernels() {
        CudaKernelProvider provider = provider();

        assertThat(provider.unavailable()).isEmpty();
        assertThat(provider.kernels().name()).isEqualTo("cuda (Fake 0)");
        assertThat(provider.kernels()).isSameAs(provider.kernels());
    }

    @Test
    void severalDevicesWorkTogether() {
        driver.capabilities = List.of(80, 90);

        assertThat(provider().kernels().name()).isEqualTo("cuda (2 devices, first Fake 0)");
    }

    @Test
    void aDeviceIsOpenedWhenItIsNeeded() {
        // given three devices, of which the second does not open
        driver.capabilities = List.of(80, 80, 80);
        CudaRuntime runtime = CudaRuntime.probe(() -> driver);
        assertThat(retained()).as("one, to know that there is one").isEqualTo(1);
        assertThat(runtime.unavailable()).isEmpty();
        assertThat(retained()).isZero();
        driver.failNext("retainContext", 2);

        // when
        assertThat(runtime.openNext()).map(CudaDevice::ordinal).contains(2);

        // then
        assertThat(runtime.openNext()).isEmpty();
        assertThat(runtime.devices()).extracting(CudaDevice::ordinal).containsExactly(0, 2);
    }

    private long retained() {
        return driver.takeCalls().stream().filter("retainContext"::equals).count();
    }

    @Test
    void aMachineWithoutDeviceSaysSo() {
        driver.capabilities = List.of();

        assertThat(provider().unavailable()).contains("no CUDA device");
        assertThatThrownBy(() -> provider().kernels())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the CUDA kernels cannot run here: no CUDA device");
    }

    @Test
    void anOldDriverIsNamed() {
        driver.version = 11040;

        assertThat(provider().unavailable())
                .contains("the NVIDIA driver supports CUDA 11.4, 11.8 or later is needed: update the driver");
    }

    @Test
    void devicesTooOldOrBrokenAreLeftOut() {
        driver.capabilities = List.of(61, 80, 90);
        driver.failNext("retainContext", 2);

        CudaRuntime runtime = CudaRuntime.probe(() -> driver);

        assertThat(runtime.devices()).extracting(CudaDevice::ordinal).containsExactly(2);
    }

    @Test
    void aMachineWithNothingButOldDevicesTellsAboutEach() {
        driver.capabilities = List.of(61, 70);

        assertThat(CudaRuntime.probe(() -> driver).unavailable())
                .contains("Fake 0 has compute capability 6.1, 7.5 or later is needed; "
                        + "Fake 1 has compute capability 7.0, 7.5 or later is needed");
    }

    @Test
    void whatDoesNotLinkIsToldInOneLine() {
        assertThat(unavailable(
                        new UnsatisfiedLinkError("Error while loading native library\nlibcuda.so.1: cannot open")))
                .isEqualTo("no NVIDIA driver on this machine (its library, libcuda.so.1 or nvcuda.dll, does not load)");
        assertThat(unavailable(new NoClassDefFoundError("jcuda/driver/JCudaDriver")))
                .isEqualTo("the JCuda jar is not on the class path");
        assertThat(unavailable(new UnsatisfiedLinkError("Error while loading \"JCudaDriver-12.6.0-mac\"\nstack")))
                .isEqualTo("JCuda's native library does not load on this system: "
                        + "Error while loading \"JCudaDriver-12.6.0-mac\"");
    }

    @Test
    void withoutTheJcudaJarTheProviderLoadsAndSaysSo() throws Exception {
        // given the class path without JCuda
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().startsWith("jcuda")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {

            // when
            Object provider = loader.loadClass(CudaKernelProvider.class.getName())
                    .getConstructor()
                    .newInstance();
            Object reason = provider.getClass().getMethod("unavailable").invoke(provider);

            // then
            assertThat(reason).isEqualTo(Optional.of("the JCuda jar is not on the class path"));
        }
    }

    private static String unavailable(LinkageError error) {
        return CudaRuntime.probe(() -> {
                    throw error;
                })
                .unavailable()
                .orElseThrow();
    }

    @Test
    void aDriverThatRefusesToStartIsAReasonNotAnException() {
        assertThat(CudaRuntime.probe(() -> {
                            throw new Driver.Failure("cuInit", 999, "CUDA_ERROR_UNKNOWN");
                        })
                        .unavailable())
                .contains("the CUDA driver refused cuInit: CUDA_ERROR_UNKNOWN (999)");
    }

    @Test
    void askingAgainDoesNotTouchTheDriverAgain() {
        AtomicInteger asked = new AtomicInteger();
        CudaRuntime runtime = CudaRuntime.probe(() -> {
            asked.incrementAndGet();
            return driver;
        });
        CudaKernelProvider provider = new CudaKernelProvider(() -> runtime);
        driver.takeCalls();

        provider.unavailable();
        provider.kernels();
        provider.unavailable();

        assertThat(asked).hasValue(1);
        assertThat(driver.takeCalls()).isEmpty();
    }

    @Test
    void theProviderIsFoundAndRanksBelowTheCpuAsEveryCallCopies() {
        List<KernelProvider> providers = Kernels.providers();

        assertThat(providers.get(providers.size() - 1))
                .isInstanceOf(CudaKernelProvider.class)
                .extracting(KernelProvider::name)
                .isEqualTo("cuda");
        assertThat(providers.get(0).name()).startsWith("cpu");
    }

    @Test
    void aDeviceOffersToMakeTilesOfMissingSectionsAndNothingElse() {
        CudaKernelProvider provider = provider();

        assertThat(provider.job(TileInterpolation.class).orElseThrow().name()).isEqualTo("cuda (Fake 0)");
        assertThat(provider.job(TileInterpolation.class)).isEqualTo(provider.job(TileInterpolation.class));
        assertThat(provider.job(Runnable.class)).isEmpty();
    }

    @Test
    void withoutADeviceAutomaticChoiceTakesTheCpuAndAskingForCudaSaysWhyNot() {
        assumeFalse(CudaDevice.unavailable().isEmpty(), "there is a device");
        String reason = CudaDevice.unavailable().orElseThrow();

        assertThat(reason).doesNotContain("\n");
        assertThat(CudaDevice.available()).isEmpty();
        assertThat(Kernels.automatic().name()).startsWith("cpu");
        assertThatThrownBy(() -> Kernels.byName("cuda"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(reason);
    }
}
