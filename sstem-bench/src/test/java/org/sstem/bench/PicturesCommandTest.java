package org.sstem.bench;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class PicturesCommandTest {

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    private int draw(Path out) {
        return Benchmarks.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(
                        "pictures",
                        "--out",
                        out.toString(),
                        "--size",
                        "120",
                        "--margin",
                        "80",
                        "--sections",
                        "1",
                        "--shrink",
                        "2");
    }

    @Test
    void eachKindHasASheetOfFivePicturesARowAndNothingIsReplaced() throws IOException {
        Path out = folder.resolve("made");

        assertThat(draw(out)).as(said.toString()).isZero();

        List<Path> sheets;
        try (Stream<Path> files = Files.list(out)) {
            sheets = files.toList();
        }
        assertThat(sheets).hasSize(11);
        BufferedImage sheet = ImageIO.read(out.resolve("missing-sections.jpg").toFile());
        assertThat(sheet.getWidth()).isEqualTo(5 * 64 - 4);
        assertThat(sheet.getHeight()).isEqualTo(60);
        assertThat(grey(sheet, 30)).as("the missing section").isLessThan(10);
        assertThat(grey(sheet, 2 * 64 + 30)).as("the true one").isGreaterThan(60);
        assertThat(grey(sheet, 4 * 64 + 30))
                .as("less is missing of the restored one than of the damaged one")
                .isGreaterThan(grey(sheet, 3 * 64 + 30));
        assertThat(said.toString())
                .containsPattern("\\| missing sections \\| 1 \\| [0-9.]+, [0-9.]+ \\| 0\\.\\d\\d \\| no \\|");
        byte[] before = Files.readAllBytes(out.resolve("natural-folds.jpg"));

        assertThat(draw(out)).isNotZero();

        assertThat(said.toString()).contains("natural-folds.jpg is there already; nothing is replaced");
        assertThat(Files.readAllBytes(out.resolve("natural-folds.jpg"))).isEqualTo(before);
    }

    /** Mean grey value around a column. */
    private static double grey(BufferedImage sheet, int column) {
        double sum = 0;
        for (int y = 20; y < 40; y++) {
            for (int x = column - 10; x < column + 10; x++) {
                sum += sheet.getRaster().getSample(x, y, 0) / 400.0;
            }
        }
        return sum;
    }
}
