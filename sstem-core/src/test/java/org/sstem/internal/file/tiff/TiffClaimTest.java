package org.sstem.internal.file.tiff;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What descriptions of TIFF files say of the stack. */
class TiffClaimTest {

    private static final Path FILE = Path.of("a.ome.tif");
    private static final double[] RESOLUTION = {250, 200};

    private static String ome(String pixels, String inside) {
        return "<?xml version=\"1.0\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">"
                + "<Image ID=\"Image:0\"><Pixels SizeX=\"3\" SizeY=\"2\" " + pixels + ">" + inside
                + "</Pixels></Image></OME>";
    }

    @ParameterizedTest
    @CsvSource({
        "um, , , 0.045, 4 5 45",
        "\u00b5m, , , 0.045, 4 5 45",
        "\u03bcm, , , 0.045, 4 5 45",
        "'\\u00B5m', , , -0.045, 4 5 45",
        "micron, , nm, 45, 4 5 45",
        "um, nm, nm, 45, 4 0.005 45",
        "cm, , nm, 45, 40000 50000 45",
        "inch, , nm, 45, 101600 127000 45"
    })
    void everyUnitOfImageJIsNanometres(String unit, String yUnit, String zUnit, String spacing, String expected)
            throws IOException {
        String text = "ImageJ=1.54f\nunit=" + unit + "\n" + (yUnit == null ? "" : "yunit=" + yUnit + "\n")
                + (zUnit == null ? "" : "zunit=" + zUnit + "\n") + "spacing=" + spacing + "\n";

        VoxelSize size =
                TiffDescription.parse("a.tif", text, RESOLUTION).voxelSize().orElseThrow();

        String[] nm = expected.split(" ");
        assertThat(size.xNm()).isCloseTo(Double.parseDouble(nm[0]), within(1e-9));
        assertThat(size.yNm()).isCloseTo(Double.parseDouble(nm[1]), within(1e-9));
        assertThat(size.zNm()).isCloseTo(Double.parseDouble(nm[2]), within(1e-9));
    }

    private static Percentage within(double fraction) {
        return Percentage.withPercentage(100 * fraction);
    }

    @Test
    void aUnitThatIsNotKnownIsSaid() throws IOException {
        TiffClaim claim = TiffDescription.parse("a.tif", "ImageJ=1.54f\nunit=furlong\nspacing=1\n", RESOLUTION);

        assertThat(claim.voxelSize()).isEmpty();
        assertThat(claim.remarks())
                .containsExactly(
                        "it gives the voxel size in the unit \"furlong\", which is not known: the voxel size is"
                                + " not taken from it");
        assertThat(TiffDescription.parse("a.tif", "ImageJ=1.54f\nunit=pixel\nspacing=1\n", RESOLUTION)
                        .remarks())
                .isEmpty();
    }

    @Test
    void omeTellsTheOrderOfItsSections() throws IOException {
        String data =
                "<TiffData IFD=\"2\" FirstZ=\"0\" PlaneCount=\"1\"/><TiffData IFD=\"0\" FirstZ=\"1\" PlaneCount=\"2\"/>";

        TiffClaim claim = OmeXml.parse(FILE, ome("SizeZ=\"3\" SizeC=\"1\" SizeT=\"1\"", data));

        assertThat(claim.sections()).isEqualTo(3);
        assertThat(claim.order()).containsExactly(2, 0, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "SizeZ='3' SizeC='2' SizeT='1', , holds 2 channels (OME-TIFF)",
        "SizeZ='3' SizeC='1' SizeT='4', , holds 3 sections at 4 times (OME-TIFF)",
        "SizeZ='3' SizeC='1' SizeT='1', <TiffData IFD='0' FirstZ='0' PlaneCount='2'/>, tells the pages of 2",
        "SizeZ='x' SizeC='1' SizeT='1', , has a damaged OME-XML description",
        "SizeZ='3' SizeC='1' SizeT='1', <TiffData IFD='0'>, has a damaged OME-XML description"
    })
    void omeThatIsNoStackIsRefused(String pixels, String inside, String message) {
        String text = ome(pixels, inside == null ? "" : inside).replace('\'', '"');

        assertThatThrownBy(() -> OmeXml.parse(FILE, text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(FILE + " ")
                .hasMessageContaining(message);
    }

    @Test
    void omeOfAStrangerFetchesAndExpandsNothing() {
        String text = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><OME>&b;</OME>";

        assertThatThrownBy(() -> OmeXml.parse(FILE, text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has a damaged OME-XML description")
                .hasMessageContaining("DOCTYPE");
    }

    @Test
    void shapesOfMoreDimensionsAreRefused() throws IOException {
        assertThat(TiffShape.parse(FILE, "{\"shape\": [1, 10, 1, 352, 384]}").sections())
                .isEqualTo(10);
        assertThat(TiffShape.parse(FILE, "shape=(10, 352, 384)").sections()).isEqualTo(10);
        assertThat(TiffShape.parse(FILE, "{\"shape\": \"round\"}")).isNull();
        assertThatThrownBy(() -> TiffShape.parse(FILE, "{\"shape\": [3, 10, 352, 384]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds an array of [3, 10, 352, 384] (tifffile)");
    }
}
