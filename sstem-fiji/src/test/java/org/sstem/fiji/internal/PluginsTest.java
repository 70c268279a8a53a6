package org.sstem.fiji.internal;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.PlugIn;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the plugins do with a stack, without a window. */
class PluginsTest {

    private static final int SIZE = 192;
    private static final int SECTIONS = 7;
    private static final int MISSING = 3;

    @TempDir
    private Path folder;

    private final List<Integer> read = new ArrayList<>();
    private ImagePlus image;

    /** A virtual stack that notes which sections are read. */
    @BeforeEach
    void openAStack() {
        StackSimulation damaged = DamageSimulator.builder()
                .sections(DamageKind.MISSING, List.of(MISSING))
                .sections(DamageKind.FOLD, List.of())
                .sections(DamageKind.PRECIPITATE, List.of())
                .build()
                .apply(SyntheticTissue.builder()
                        .size(SIZE, SIZE, SECTIONS)
                        .seed(5)
                        .build());
        VirtualStack stack = new VirtualStack(SIZE, SIZE, SECTIONS) {
            @Override
            public ImageProcessor getProcessor(int n) {
                read.add(n);
                Plane plane = damaged.degraded().read(n - 1, new Area(0, 0, SIZE, SIZE));
                ByteProcessor section = new ByteProcessor(SIZE, SIZE);
                for (int i = 0; i < plane.pixels().length; i++) {
                    section.set(i, Math.round(255 * plane.pixels()[i]));
                }
                return section;
            }
        };
        stack.setBitDepth(8);
        image = new ImagePlus("tissue", stack);
        read.clear();
    }

    /** ImageJ takes for granted that the sections of a file lie without a gap; odd sizes would show one. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    void stacksThatAreWrittenAsTiffAreOpenedByImageJAsTheyAre(int bits) throws IOException {
        Path file = folder.resolve("stack.tif");
        switch (bits) {
            case 8 -> write(ArrayImgs.unsignedBytes(21, 13, 5), file);
            case 16 -> write(ArrayImgs.unsignedShorts(21, 13, 5), file);
            default -> write(ArrayImgs.floats(21, 13, 5), file);
        }

        ImagePlus opened = IJ.openImage(file.toString());

        assertThat(opened.getBitDepth()).isEqualTo(bits);
        assertThat(opened.getStackSize()).isEqualTo(5);
        assertThat(opened.getCalibration().pixelDepth).isEqualTo(45);
        for (int i = 0; i < 21 * 13 * 5; i++) {
            ImageProcessor section = opened.getStack().getProcessor(1 + i / (21 * 13));
            assertThat(section.getf(i % (21 * 13))).isEqualTo(i % 251);
        }
    }

    private static <T extends NativeType<T> & RealType<T>> void write(Img<T> pixels, Path file) throws IOException {
        int i = 0;
        for (T pixel : pixels) {
            pixel.setReal(i++ % 251);
        }
        Stacks.write(pixels, Optional.of(new VoxelSize(4, 4, 45)), file);
    }

    @Test
    void damageIsFoundAndTold() throws IOException {
        Detection found = DetectDamage.detect(image, share -> {});
        ResultsTable table = DetectDamage.table(found);

        assertThat(found.damage().damagedSections()).containsExactly(MISSING);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.getValue("section", 0)).isEqualTo(MISSING + 1.0);
        assertThat(table.getStringValue("damage", 0)).isEqualTo("missing");
    }

    @Test
    void sectionsAreRestoredWhenTheyAreLookedAt() throws IOException {
        Path file = folder.resolve("damage.json");
        DetectDamage.detect(image, share -> {}).damage().write(file);
        read.clear();

        ImagePlus restored = RestoreStack.restored(image, file.toString());
        ImageStack stack = restored.getStack();
        assertThat(restored.getOverlay().size()).isZero();
        assertThat(read).doesNotContain(MISSING, MISSING + 2);
        ImageProcessor intact = stack.getProcessor(1);
        ImageProcessor filled = stack.getProcessor(MISSING + 1);

        assertThat(read).contains(MISSING, MISSING + 2);
        assertThat((byte[]) intact.getPixels())
                .isEqualTo((byte[]) image.getStack().getProcessor(1).getPixels());
        assertThat(filled.getStats().mean).isBetween(intact.getStats().mean - 20, intact.getStats().mean + 20);
        assertThat(restored.getOverlay().size()).isEqualTo(1);
        Roi colours = restored.getOverlay().get(0);
        assertThat(colours.getPosition()).isEqualTo(MISSING + 1);
        assertThat(stack.getSliceLabel(MISSING + 1)).contains("restored");
        assertThat(restored.getBitDepth()).isEqualTo(8);
    }

    @Test
    void theReportIsWritten() throws IOException {
        Path report = folder.resolve("report.html");

        ReportRestoration.write(image, "", report);

        assertThat(report).content().contains("1 of 7", "id=\"z3\"", "tissue");
        assertThat(folder.resolve("report.json")).exists();
    }

    @Test
    void pixelsAreThoseOfTheStackWhateverTheirDepth() {
        for (int bits : new int[] {8, 16, 32}) {
            ImageStack stack = ImageStack.create(20, 10, 3, bits);
            stack.getProcessor(2).setf(7, 4, 99);
            RandomAccessibleInterval<? extends RealType<?>> pixels = OpenStack.pixels(new ImagePlus("", stack));

            assertThat(pixels.getAt(7, 4, 1).getRealDouble()).isEqualTo(99);
            assertThat(pixels.getAt(7, 4, 2).getRealDouble()).isZero();
        }
    }

    @Test
    void whatIsNoStackOfGreySectionsIsRefused() {
        ImagePlus colour = new ImagePlus("colour", ImageStack.create(20, 10, 3, 24));
        ImagePlus single = new ImagePlus("single", new ByteProcessor(20, 10));

        assertThatThrownBy(() -> OpenStack.pixels(colour)).hasMessageContaining("must be grey");
        assertThatThrownBy(() -> OpenStack.pixels(single)).hasMessageContaining("at least 3 sections");
    }

    @Test
    void damageOfAnotherStackIsRefused() throws IOException {
        Path file = folder.resolve("other.json");
        Damage.of(new DamagedSection(20, DamageKind.FOLD)).write(file);

        assertThatThrownBy(() -> RestoreStack.restored(image, file.toString())).hasMessageContaining("section 20");
    }

    @Test
    void aNameThatNoFileCanHaveIsRefused() {
        assertThatThrownBy(() -> RestoreStack.restored(image, "a\0b"))
                .rootCause()
                .hasMessageContaining("character");
        assertThatThrownBy(() -> Attempt.path("a\0b")).hasMessageContaining("no file can be called");
    }

    @Test
    void theMenuNamesPluginsThatAre() throws Exception {
        String config = new String(
                PluginsTest.class.getResourceAsStream("/plugins.config").readAllBytes(), StandardCharsets.UTF_8);
        assertThat(config.lines()).hasSize(3).allSatisfy(line -> {
            String[] parts = line.split(", ");
            assertThat(parts[0]).isEqualTo("Plugins>sstem");
            assertThat(Class.forName(parts[2]).getDeclaredConstructor().newInstance())
                    .isInstanceOf(PlugIn.class);
        });
    }
}
