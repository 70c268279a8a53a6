package org.sstem.cuda.internal;

import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The committed PTX: that it is made of its source, that drivers take it, and what its kernels occupy. */
class PtxTest {

    private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\w+)' for '(\\w+)'");
    private static final Pattern SPILLS =
            Pattern.compile("(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern USED = Pattern.compile("Used (\\d+) registers");
    private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

    /** Registers a thread, bytes of shared memory a block, and warps that a multiprocessor then holds. */
    private record Occupied(int registers, int shared, int warps) {}

    /** What a multiprocessor has beside its 65536 registers; figures of the CUDA programming guide, appendix. */
    private record Multiprocessor(int warps, int blocks, int shared, int sharedReserved) {

        static Multiprocessor of(String device) {
            return switch (device) {
                case "sm_75" -> new Multiprocessor(32, 16, 64 << 10, 0);
                case "sm_80" -> new Multiprocessor(64, 32, 164 << 10, 1 << 10);
                case "sm_90" -> new Multiprocessor(64, 32, 228 << 10, 1 << 10);
                default -> throw new IllegalArgumentException(device);
            };
        }

        /** Registers are handed out in 256 a warp, to four partitions; shared memory in 128 bytes. */
        int resident(String kernel, int registers, int sharedBytes) {
            Driver.Grid grid =
                    KernelFunction.valueOf(kernel.toUpperCase(Locale.ROOT)).grid(1, 1, 1, 1, 1);
            int warpsABlock = grid.threadsX() * grid.threadsY() / 32;
            int registersAWarp = (registers * 32 + 255) / 256 * 256;
            int byRegisters = 65536 / registersAWarp / 4 * 4 / warpsABlock;
            int sharedABlock = (sharedBytes + sharedReserved + 127) / 128 * 128;
            int byShared = sharedABlock == 0 ? blocks : shared / sharedABlock;
            return Math.min(Math.min(byRegisters, byShared), Math.min(blocks, warps / warpsABlock)) * warpsABlock;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "warp, sm_75", "warp, sm_80", "warp, sm_90",
        "fuse, sm_75", "fuse, sm_80", "fuse, sm_90",
        "sepconv, sm_75", "sepconv, sm_80", "sepconv, sm_90",
        "stencil, sm_75", "stencil, sm_80", "stencil, sm_90",
        "register, sm_75", "register, sm_80", "register, sm_90",
        "bands, sm_75", "bands, sm_80", "bands, sm_90",
        "section, sm_75", "section, sm_80", "section, sm_90",
        "sheet, sm_75", "sheet, sm_80", "sheet, sm_90"
    })
    void aDeviceCompilesEveryKernelWithoutSpillsAndWithTheRecordedRegisters(String module, String device)
            throws IOException {
        // when
        String log = compile(KernelFunction.ptx(module), device);

        // then
        Map<String, Occupied> measured = new HashMap<>();
        String kernel = null;
        for (String line : log.lines().toList()) {
            Matcher entry = ENTRY.matcher(line);
            Matcher spills = SPILLS.matcher(line);
            Matcher used = USED.matcher(line);
            if (entry.find()) {
                kernel = entry.group(1);
                assertThat(entry.group(2)).isEqualTo(device);
            } else if (spills.find()) {
                assertThat(spills.group()).as(kernel).startsWith("0 bytes stack frame, 0 bytes spill stores, 0 ");
            } else if (used.find()) {
                Matcher shared = SHARED.matcher(line);
                int registers = Integer.parseInt(used.group(1));
                int bytes = shared.find() ? Integer.parseInt(shared.group(1)) : 0;
                int warps = Multiprocessor.of(device).resident(kernel, registers, bytes);
                measured.put(kernel, new Occupied(registers, bytes, warps));
            }
        }
        assertThat(measured).isEqualTo(recorded(module, device));
    }

    /** What docs/cuda.md derives occupancy from. */
    private static Map<String, Occupied> recorded(String module, String device) throws IOException {
        try (InputStream in = PtxTest.class.getResourceAsStream("occupied.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .filter(row -> row[0].equals(module) && row[2].equals(device))
                    .collect(Collectors.toMap(
                            row -> row[1],
                            row -> new Occupied(
                                    Integer.parseInt(row[3]), Integer.parseInt(row[4]), Integer.parseInt(row[5]))));
        }
    }

    /** Compiles as a driver does, with the compiler in JCuda's jar; returns what it says. */
    private static String compile(String ptx, String device) {
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        byte[] source = (ptx + "\0").getBytes(StandardCharsets.US_ASCII);
        try {
            JNvPTXCompiler.setExceptionsEnabled(false);
        } catch (LinkageError e) {
            assumeTrue(false, "JCuda's PTX compiler does not load on this system");
        }
        assertThat(JNvPTXCompiler.nvPTXCompilerCreate(compiler, source.length, source))
                .isZero();
        try {
            String[] options = {"--gpu-name=" + device, "--verbose"};
            int outcome = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
            long[] size = new long[1];
            JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
            byte[] errors = new byte[(int) size[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, errors);
            assertThat(outcome).as(text(errors)).isZero();
            JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size);
            byte[] log = new byte[(int) size[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, log);
            return text(log);
        } finally {
            JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        }
    }

    private static String text(byte[] zeroTerminated) {
        return new String(zeroTerminated, StandardCharsets.US_ASCII).replace("\0", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"warp", "fuse", "sepconv", "stencil", "register", "bands", "section", "sheet"})
    void thePtxIsMadeOfTheSourceBesideItForDriversSinceCuda118(String module) throws Exception {
        byte[] source;
        try (InputStream in = PtxTest.class.getResourceAsStream(module + ".cu")) {
            source = in.readAllBytes();
        }
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));

        assertThat(KernelFunction.ptx(module).lines())
                .contains(
                        "// Compiled from " + module + ".cu, sha256 " + hash + ", by ptx.sh. Do not edit.",
                        ".version 7.8",
                        ".target sm_75");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stencil", "register", "bands"})
    void whatMakesMissingSectionsRoundsEveryProductAndEverySumAsTheCpuDoes(String module) {
        // Without a rounding of its own, a product or sum may be contracted by the driver's compiler.
        assertThat(KernelFunction.ptx(module))
                .doesNotContain("fma.rn.f32", "mul.f32", "add.f32", "sub.f32", ".approx", ".ftz")
                .contains("mul.rn.f32", "add.rn.f32");
    }

    @Test
    void whatUnfoldsSheetsRoundsEveryProductAndEverySumAsTheCpuDoesButForTheExponential() {
        String ptx = KernelFunction.ptx("sheet");
        assertThat(ptx)
                .doesNotContain(
                        "mul.f64", "add.f64", "sub.f64", "fma.rn.f32", "mul.f32", "add.f32", ".approx.f32", ".ftz")
                .contains("mul.rn.f64", "add.rn.f64");
        // polynomials of exponentials, roots and quotients, of which the tracing and what belongs where ask
        for (String kernel : new String[] {"sheet_tissue", "sheet_continued", "sheet_nearest"}) {
            String body = ptx.substring(ptx.indexOf(".entry " + kernel + "("));
            assertThat(body.substring(0, body.indexOf("\n}"))).doesNotContain("fma.rn.f64");
        }
    }

    @Test
    void theConvolutionOfPublishedNetworksReadsEveryTapOnce() {
        // given the loop that the vertical taps pass by in: the one that reads the tile
        String ptx = KernelFunction.ptx("sepconv");
        String kernel = ptx.substring(ptx.indexOf(".entry sepconv_forward_whole("));
        kernel = kernel.substring(0, kernel.indexOf("\n}"));
        Matcher loop = Pattern.compile("(?s)\n(\\$\\w+):((?:(?!\n\\$).)*?ld\\.shared\\.f32.*)bra[^;]*\\1;")
                .matcher(kernel);
        assertThat(loop.find()).isTrue();

        // then two trips of it read each pixel of the tile for three rows, and the taps of these
        assertThat(count("ld.shared.f32", loop.group(2))).isEqualTo(2 * 51);
        assertThat(count("fma.rn.f32", loop.group(2))).isEqualTo(2 * 3 * (51 + 1));
        assertThat(count("ld.global.nc.f32", loop.group(2))).isEqualTo(2 * 3);
        assertThat(count("ld.shared.f32", kernel)).isEqualTo(2 * 51);
    }

    private static long count(String instruction, String ptx) {
        return ptx.lines()
                .filter(line -> line.contains(instruction + " ") || line.contains(instruction + "\t"))
                .count();
    }

    @Test
    void whatASectionIsStoredAsBecomesFloatsByAQuotientRoundedAsTheCpuRoundsIt() {
        assertThat(KernelFunction.ptx("section"))
                .doesNotContain("fma.rn.f32", "sub.f32", ".approx", ".ftz", "div.full")
                .contains("div.rn.f32", "sub.rn.f32");
    }

    @Test
    void everyKernelIsInItsPtxAndEveryKernelOfThePtxIsUsed() {
        for (String module : CpuExecution.modules()) {
            assertThat(Pattern.compile("\\.entry (\\w+)\\(")
                            .matcher(KernelFunction.ptx(module))
                            .results()
                            .map(entry -> entry.group(1)))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(KernelFunction.values())
                            .filter(kernel -> kernel.module().equals(module))
                            .map(KernelFunction::symbol)
                            .toList());
        }
    }

    @Test
    void theScriptBuildsTheCommittedPtxByteByByte(@TempDir Path directory) throws Exception {
        // given the compiler that made it
        String release = KernelFunction.ptx("warp")
                .lines()
                .filter(line -> line.contains("Cuda compilation tools"))
                .findFirst()
                .orElseThrow()
                .replace("// ", "");
        assumeTrue(run(directory, "nvcc", "--version").contains(release), "needs nvcc: " + release);

        // when
        run(directory, "bash", Path.of("ptx.sh").toAbsolutePath().toString(), directory.toString());

        // then
        for (String module : CpuExecution.modules()) {
            assertThat(Files.readString(directory.resolve(module + ".ptx")).equals(KernelFunction.ptx(module)))
                    .as("%s.ptx is what ptx.sh makes of %s.cu", module, module)
                    .isTrue();
        }
    }

    /** What a program prints; nothing where it does not exist. */
    private static String run(Path directory, String... command) throws InterruptedException {
        Path output = directory.resolve("output.txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(180, TimeUnit.SECONDS))
                    .as("%s ends", command[0])
                    .isTrue();
            String text = Files.readString(output);
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } catch (IOException e) {
            return "";
        }
    }
}
