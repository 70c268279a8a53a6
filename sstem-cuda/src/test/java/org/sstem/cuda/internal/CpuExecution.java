package org.sstem.cuda.internal;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.sstem.cuda.internal.Driver.DeviceMemory;
import org.sstem.cuda.internal.Driver.Grid;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the kernels on the CPU, from the .cu files that the PTX is made of: g++ compiles them against a header that
 * stands for CUDA. What that shows and what not is said in the header.
 */
final class CpuExecution {

    /** The entry of a module's library. */
    interface Module extends Library {
        int run_kernel(
                String kernel,
                int blocksX,
                int blocksY,
                int blocksZ,
                int threadsX,
                int threadsY,
                Pointer arguments,
                int[] sizes,
                int count,
                int order);
    }

    private static final String[] OUTCOMES = {
        "fine",
        "no such kernel",
        "wrong arguments",
        "threads diverged at a barrier",
        "a barrier in a kernel said to have none"
    };

    private final Map<String, Module> modules = new HashMap<>();
    private final Map<String, KernelFunction> kernels = new HashMap<>();

    private static CpuExecution shared;

    private CpuExecution(Path directory) throws IOException, InterruptedException {
        compileAll(directory);
        for (KernelFunction kernel : KernelFunction.values()) {
            kernels.put(kernel.symbol(), kernel);
            modules.computeIfAbsent(
                    kernel.module(),
                    module -> Native.load(
                            directory.resolve("lib" + module + ".so").toString(), Module.class));
        }
    }

    /** The .cu files, without their ending. */
    static List<String> modules() {
        return Stream.of(KernelFunction.values())
                .map(KernelFunction::module)
                .distinct()
                .toList();
    }

    /** Makes a library of every module, as libwarp.so. */
    static void compileAll(Path directory) throws IOException, InterruptedException {
        copySource("host/cuda_on_cpu.h", directory);
        copySource("host/kernels_on_cpu.cpp", directory);
        for (String module : modules()) {
            copySource(module + ".cu", directory);
            compile(directory, "kernels_on_cpu.cpp", "lib" + module + ".so", "-DMODULE_" + module);
        }
    }

    static void copySource(String file, Path directory) throws IOException {
        try (InputStream in = CpuExecution.class.getResourceAsStream(file)) {
            Files.copy(in, directory.resolve(file.substring(file.indexOf('/') + 1)));
        }
    }

    /** Whether this machine can compile for itself. */
    static boolean possible() {
        return System.getProperty("os.name").startsWith("Linux")
                && Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
    }

    /** Compiles at the first call. */
    static synchronized CpuExecution get() {
        if (shared == null) {
            try {
                Path directory = Files.createTempDirectory("sstem-kernels");
                try {
                    shared = new CpuExecution(directory);
                } finally {
                    // loaded libraries stay mapped
                    try (Stream<Path> files = Files.list(directory)) {
                        for (Path file : files.toList()) {
                            Files.delete(file);
                        }
                    }
                    Files.delete(directory);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return shared;
    }

    /** Makes a library of a source in the same folder. */
    static void compile(Path directory, String source, String library, String option)
            throws IOException, InterruptedException {
        Path log = directory.resolve(library + ".log");
        Process compiler = new ProcessBuilder(
                        "g++",
                        "-std=c++17",
                        "-O2",
                        "-march=native",
                        "-ffp-contract=off",
                        "-Wall",
                        "-Wno-unknown-pragmas",
                        "-Werror",
                        "-fPIC",
                        "-shared",
                        option,
                        source,
                        "-o",
                        library)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!compiler.waitFor(120, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
            compiler.destroyForcibly();
            throw new AssertionError("g++ does not make " + library + ": " + Files.readString(log));
        }
    }

    /** A driver that runs the kernels on the CPU, threads and blocks in the given order. */
    FakeDriver driver(int order) {
        FakeDriver[] driver = new FakeDriver[1];
        driver[0] = new FakeDriver((symbol, grid, arguments) -> run(driver[0], symbol, grid, arguments, order));
        return driver[0];
    }

    /** A device of such a driver. */
    CudaDevice device(int order) {
        return new CudaDevice(driver(order), 0);
    }

    private synchronized void run(FakeDriver driver, String symbol, Grid grid, Object[] arguments, int order) {
        Memory values = new Memory(8L * arguments.length);
        Memory pointers = new Memory((long) Native.POINTER_SIZE * arguments.length);
        int[] sizes = new int[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof DeviceMemory memory) {
                values.setPointer(
                        8L * i,
                        memory.equals(DeviceMemory.NULL)
                                ? Pointer.NULL
                                : Native.getDirectBufferPointer(driver.bytes(memory)));
                sizes[i] = Native.POINTER_SIZE;
            } else if (arguments[i] instanceof Float value) {
                values.setFloat(8L * i, value);
                sizes[i] = Float.BYTES;
            } else {
                values.setInt(8L * i, (Integer) arguments[i]);
                sizes[i] = Integer.BYTES;
            }
            pointers.setPointer((long) Native.POINTER_SIZE * i, values.share(8L * i));
        }
        int outcome;
        try {
            outcome = modules.get(kernels.get(symbol).module())
                    .run_kernel(
                            symbol,
                            grid.x(),
                            grid.y(),
                            grid.z(),
                            grid.threadsX(),
                            grid.threadsY(),
                            pointers,
                            sizes,
                            sizes.length,
                            order);
        } finally {
            // the kernel sees bare addresses: what nothing names any more, JNA frees
            Reference.reachabilityFence(values);
            Reference.reachabilityFence(pointers);
        }
        if (outcome != 0) {
            throw new AssertionError(symbol + ": " + OUTCOMES[outcome]);
        }
        driver.checkGuards();
    }
}
