package org.sstem.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.cli.Sstem;

import javax.imageio.ImageIO;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The recipes of {@code docs/how-to.md}, typed into a shell as they stand there. */
@DisabledOnOs(OS.WINDOWS)
class HowToTest {

    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void everyRecipeRuns() throws Exception {
        program();
        run("sstem phantom clean --size 256x256x12 --quiet\n"
                + "sstem simulate clean once --kind fold --sections 3 --seed 1 --quiet\n"
                + "sstem simulate once/degraded twice --kind precipitate --sections 7 --seed 11 --quiet\n"
                + "sstem simulate twice/degraded thrice --kind missing --sections 10 --quiet\n");
        microscope();
        String text = Files.readString(Path.of("../docs/how-to.md"));
        Matcher block = BLOCK.matcher(text);
        int blocks = 0;
        while (block.find()) {
            run(block.group(1));
            blocks++;
        }

        assertThat(blocks).isEqualTo(9);
        assertThat(text.lines().filter(line -> line.matches("## \\d+\\. .*"))).hasSize(10);
        for (String made : List.of(
                "report.html",
                "repaired.damage/damage.json",
                "detection.html",
                "feabas/material_masks",
                "sofima/skip.json",
                "model.zip",
                "statistics.json",
                "repaired.zarr/labels/provenance/0/.zarray",
                "repaired.zarr/confidence/0/.zarray",
                "repaired.zarr/labels/damage/0/.zarray",
                "state.json",
                "try-restored",
                "tiled")) {
            assertThat(folder.resolve(made)).exists();
        }
        assertThat(Files.readString(folder.resolve("damage.json"))).contains("fold", "precipitate", "missing");
        assertThat(sections("second").get(7)).isEqualTo(sections("microscope").get(7));
        assertThat(sections("second").get(3)).isNotEqualTo(sections("first").get(3));
    }

    /** The program that the recipes call. */
    private void program() throws IOException {
        Path program = Files.createDirectory(folder.resolve("bin")).resolve("sstem");
        Files.writeString(
                program,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -Xmx1g -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -cp '"
                        + System.getProperty("java.class.path") + "' " + Sstem.class.getName() + " \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private void run(String commands) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", commands).directory(folder.toFile());
        shell.environment().merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Process process = shell.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(commands + said).isZero();
    }

    /** The damaged sections as a microscope leaves them. */
    private void microscope() throws IOException {
        Path to = Files.createDirectory(folder.resolve("microscope"));
        try (Stream<Path> files = Files.list(folder.resolve("thrice/degraded"))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".png")).toList()) {
                String name = file.getFileName().toString().replace(".png", ".tif");
                ImageIO.write(
                        ImageIO.read(file.toFile()), "tiff", to.resolve(name).toFile());
            }
        }
    }

    private List<List<Integer>> sections(String stack) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(stack))) {
            return files.filter(file -> file.toString().matches(".*\\.(png|tif)"))
                    .sorted()
                    .map(HowToTest::pixels)
                    .toList();
        }
    }

    private static List<Integer> pixels(Path file) {
        try {
            Raster raster = ImageIO.read(file.toFile()).getRaster();
            int[] samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
            return Arrays.stream(samples).boxed().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
