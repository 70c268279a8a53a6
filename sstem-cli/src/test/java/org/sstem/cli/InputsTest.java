package org.sstem.cli;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.cli.internal.option.GapOptions;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackReader.ReadOption;
import org.sstem.stack.Stacks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Stacks as people have them, on the command line. */
class InputsTest {

    @TempDir
    Path folder;

    private String shorts(String name, int width, int limit) throws Exception {
        short[] pixels = new short[width * 20 * 3];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) random.nextInt(limit);
        }
        Path file = folder.resolve(name);
        Stacks.write(ArrayImgs.unsignedShorts(pixels, width, 20, 3), Optional.empty(), file);
        return file.toString();
    }

    @Test
    void aRangeThatDoesNotFitIsSaid() throws Exception {
        String twelve = shorts("twelve.tif", 24, 4096);
        Run plain = Run.sstem("evaluate", twelve, twelve);
        Run told = Run.sstem("evaluate", twelve, twelve, "--data-range", "4095");
        String sixteen = shorts("sixteen.tif", 24, 65_536);

        assertThat(plain.exitCode()).isZero();
        assertThat(plain.err())
                .contains("has grey values of 12 bits (up to 409")
                .contains("--data-range 4095 would fit");
        assertThat(told.err()).doesNotContain("would fit");
        assertThat(Run.sstem("evaluate", sixteen, sixteen).err()).doesNotContain("would fit");
    }

    @Test
    void sectionsOfOnePixelAreRefusedInWords() throws Exception {
        String narrow = shorts("w1.tif", 1, 4096);

        Run run = Run.sstem("detect", narrow);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("w1.tif has sections of 1 x 20 pixels; nothing can be told of damage in less than 16 x 16");
        assertThat(Run.sstem("info", narrow).exitCode()).isZero();
    }

    @Test
    void infoSaysWhatANumberingLeavesOut() throws Exception {
        Path stack = folder.resolve("stack");
        Stacks.write(ArrayImgs.unsignedBytes(20, 20, 5), Optional.empty(), stack);
        Files.delete(stack.resolve("0002.png"));

        assertThat(Run.sstem("info", stack.toString()).out()).contains("its numbering leaves out 2");
        try (StackReader<?> whole = Stacks.open(stack, ReadOption.GAPS_ARE_MISSING)) {
            Damage damage = GapOptions.with(Damage.of(List.of(new DamagedSection(1, DamageKind.FOLD))), whole);
            assertThat(damage.entries())
                    .containsExactly(new DamagedSection(1, DamageKind.FOLD), new DamagedSection(2, DamageKind.MISSING));
        }
    }
}
