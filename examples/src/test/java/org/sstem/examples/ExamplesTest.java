package org.sstem.examples;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.image.GreyValues;
import org.sstem.method.Area;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Every example does what it says. */
class ExamplesTest {

    private static final int SECTIONS = 3;

    @TempDir
    private Path folder;

    private final Img<UnsignedByteType> tissue = tissue();

    @Test
    void aStackIsRestoredFromFileToFile() throws Exception {
        Path stack = folder.resolve("stack.tif");
        Stacks.write(tissue, Optional.empty(), stack);
        Path damage = Files.writeString(
                folder.resolve("damage.json"), "{\"version\": 1, \"sections\": [{\"z\": 1, \"kind\": \"missing\"}]}");

        RestoreAStack.restore(stack, damage, folder.resolve("restored.tif"));

        try (StackReader<?> restored = Stacks.open(folder.resolve("restored.tif"))) {
            assertThat(restored.sections()).isEqualTo(SECTIONS);
            assertThat(restored.pixels().getAt(5, 6, 0).getRealDouble())
                    .isEqualTo(tissue.getAt(5, 6, 0).get());
        }
    }

    @Test
    void aStackIsRestoredWithANetwork() throws Exception {
        Path stack = folder.resolve("stack.tif");
        Stacks.write(tissue, Optional.empty(), stack);
        Path damage = Files.writeString(
                folder.resolve("damage.json"), "{\"version\": 1, \"sections\": [{\"z\": 1, \"kind\": \"missing\"}]}");
        Path model = folder.resolve("missing.zip");
        Network network = Network.create(NetworkConfig.compact(Role.INTERPOLATION), 1);
        new ModelFile(network, ModelDescription.untrained(1)).write(model);

        String method = RestoreWithANetwork.restore(stack, damage, folder.resolve("restored.tif"), model);

        assertThat(method).isEqualTo("networks: compact interpolation (missing.zip)");
        try (StackReader<?> restored = Stacks.open(folder.resolve("restored.tif"))) {
            assertThat(restored.sections()).isEqualTo(SECTIONS);
        }
    }

    @Test
    void onePixelIsRestoredAlone() {
        assertThat(LookAtOneTile.pixel(tissue, 1, 20, 30)).containsPattern("^\\d+\\.0 by the .* sections \\[0, 2\\]$");
    }

    @Test
    void aStackIsComparedWithTheTruth() {
        assertThat(CompareWithTheTruth.table(tissue, tissue, tissue, List.of(0, 2)))
                .contains("PSNR", "SSIM", "sharpness");
    }

    private static Img<UnsignedByteType> tissue() {
        SyntheticTissue source =
                SyntheticTissue.builder().size(128, 96, SECTIONS).seed(1).build();
        Img<UnsignedByteType> stack = ArrayImgs.unsignedBytes(128, 96, SECTIONS);
        for (int z = 0; z < SECTIONS; z++) {
            GreyValues.store(source.read(z, new Area(0, 0, 128, 96)), 0, 0, Views.hyperSlice(stack, 2, z));
        }
        return stack;
    }

    @Test
    void aViewerComputesWhatIsLookedAt() throws Exception {
        Path stack = folder.resolve("stack.tif");
        Stacks.write(tissue, Optional.empty(), stack);
        List<String> titles = new ArrayList<>();
        try (StackReader<?> reader = Stacks.open(stack)) {
            ShowInBigDataViewer.show(reader, Damage.of(new DamagedSection(1, DamageKind.MISSING)), (image, title) -> {
                titles.add(title);
                assertThat(image.dimensionsAsLongArray()).isEqualTo(tissue.dimensionsAsLongArray());
                image.getAt(3, 4, 1);
            });
        }

        assertThat(titles).containsExactly("damaged", "restored", "where pixels come from");
    }
}
