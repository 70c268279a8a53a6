package org.sstem.internal.precipitate;

import org.junit.jupiter.api.Test;
import org.sstem.Provenance;
import org.sstem.internal.json.RecordText;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.precipitate.PrecipitateParameters.Part;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Blobs far from each other are looked at one by one; the section's contrast holds for all. */
class PartwisePreparationTest {

    private static final int SIZE = 640;
    private static final int AROUND = 64;
    private static final double[][] BLOBS = {{110, 120, 40}, {500, 480, 56}};
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);

    private static final StainedTissue PALE = new StainedTissue(SIZE, 1, 0.4, 0.44, BLOBS);
    private static final StainedTissue USUAL = new StainedTissue(SIZE, 2, 1, 0, BLOBS);

    private static PrecipitateParameters partwise(Task task) {
        return new PartwisePreparation(task, AROUND).result();
    }

    private static byte[] restore(RefinableRestoration restoration, Area area, Plane pixels) {
        byte[] provenance = new byte[pixels.pixels().length];
        restoration.restore(StainedTissue.Z, area, pixels, provenance);
        return provenance;
    }

    private static Plane restored(StainedTissue tissue, PrecipitateParameters parameters) {
        Plane pixels = tissue.sections.get(StainedTissue.Z).copy();
        restore(parameters.restoration(tissue.task(true)), ALL, pixels);
        return pixels;
    }

    /** Root mean square difference to the clean section, in or out of the blobs, in grey values of 8 bit. */
    private static double error(StainedTissue tissue, Plane pixels, boolean inside) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < tissue.mask.length; i++) {
            if (tissue.mask[i] == inside) {
                double d = 255.0 * (pixels.pixels()[i] - tissue.clean.pixels()[i]);
                sum += d * d;
                n++;
            }
        }
        return Math.sqrt(sum / n);
    }

    @Test
    void eachBlobHasAPlaceOfItsOwn() {
        List<Part> parts = partwise(PALE.task(true)).parts().orElseThrow();

        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).area().meets(parts.get(1).area())).isFalse();
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.parameters().models()).hasSize(1));
    }

    @Test
    void tissueComesBackAsWellAsFromTheWholeSection() {
        for (StainedTissue tissue : List.of(PALE, USUAL)) {
            Plane whole =
                    restored(tissue, new Preparation(tissue.task(true)).result().parameters());
            Plane parts = restored(tissue, partwise(tissue.task(true)));

            assertThat(error(tissue, tissue.sections.get(StainedTissue.Z), true))
                    .isGreaterThan(30);
            assertThat(error(tissue, parts, true)).isLessThan(1.1 * error(tissue, whole, true) + 0.2);
            assertThat(error(tissue, parts, false)).isLessThan(1.1 * error(tissue, whole, false) + 0.2);
        }
    }

    @Test
    void contrastIsOneForAllPlaces() {
        PrecipitateParameters parameters = partwise(PALE.task(true));

        assertThat(parameters.contrast().gain()).isCloseTo(0.4, within(0.02));
        assertThat(parameters.contrast().offset()).isCloseTo(0.44, within(0.02));
        assertThat(parameters.parts().orElseThrow())
                .allSatisfy(part -> assertThat(part.parameters().contrast()).isEqualTo(parameters.contrast()));
        assertThat(parameters.findings().estimates()).anySatisfy(estimate -> {
            assertThat(estimate.name()).isEqualTo("blobs");
            assertThat(estimate.value()).isEqualTo(2);
        });
    }

    @Test
    void pixelsOutsideThePlacesStayWhereContrastIsAsUsual() {
        PrecipitateParameters parameters = partwise(USUAL.task(true));
        RefinableRestoration restoration = parameters.restoration(USUAL.task(true));
        Plane pixels = USUAL.sections.get(StainedTissue.Z).copy();

        byte[] provenance = restore(restoration, ALL, pixels);

        for (int i = 0; i < provenance.length; i++) {
            int x = i % SIZE;
            int y = i / SIZE;
            if (parameters.parts().orElseThrow().stream()
                    .noneMatch(part -> part.area().contains(x, y))) {
                assertThat(provenance[i]).isEqualTo(Provenance.ORIGINAL);
                assertThat(pixels.pixels()[i])
                        .isEqualTo(USUAL.sections.get(StainedTissue.Z).pixels()[i]);
            }
        }
        assertThat(restoration.touches(new Area(0, 600, 20, 20))).isFalse();
        assertThat(restoration.touches(new Area(100, 110, 20, 20))).isTrue();
    }

    @Test
    void tilesAreRestoredFromTheTextOfTheParametersAsTheWholeIs() {
        PrecipitateParameters parameters = partwise(PALE.task(true));
        PrecipitateParameters read =
                RecordText.read(RecordText.of(parameters), PrecipitateParameters.class, "parameters");
        Plane all = restored(PALE, parameters);

        for (Area tile : new Tiles(SIZE, SIZE, 150).all()) {
            Plane pixels = PALE.read(StainedTissue.Z, tile);
            restore(read.restoration(PALE.task(true)), tile, pixels);
            assertThat(pixels.pixels())
                    .isEqualTo(all.crop(tile.x(), tile.y(), tile.width(), tile.height())
                            .pixels());
        }
    }

    @Test
    void theEvidenceHoldsTheResult() {
        RefinableRestoration restoration = partwise(PALE.task(true)).restoration(PALE.task(true));
        Area area = new Area(60, 300, 500, 200);
        Plane pixels = PALE.read(StainedTissue.Z, area);
        byte[] provenance = restore(restoration, area, pixels);

        Evidence evidence = restoration.evidence(StainedTissue.Z, area);

        assertThat(evidence.result().pixels()).isEqualTo(pixels.pixels());
        assertThat(evidence.provenance()).isEqualTo(provenance);
        assertThat(evidence.light().pixels()[180 * 500 + 440]).isLessThan(0.9f);
        assertThat(evidence.light().pixels()[0]).isEqualTo(1);
    }
}
