package org.sstem.internal.file.tiff;

import org.sstem.stack.VoxelSize;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The description of a TIFF stack: lines of {@code key=value} as ImageJ writes and reads them, so that the voxel size
 * is right there too. One line more holds the voxel size exactly.
 */
final class TiffDescription {

    private static final String EXACT = "voxelSizeNm";

    private TiffDescription() {}

    static String of(int sections, Optional<VoxelSize> voxelSize) {
        StringBuilder out = new StringBuilder("ImageJ=1.54f\nimages=" + sections + "\nslices=" + sections + "\n");
        voxelSize.ifPresent(v -> out.append(
                "unit=nm\nspacing=" + v.zNm() + "\n" + EXACT + "=" + v.xNm() + " " + v.yNm() + " " + v.zNm() + "\n"));
        return out.toString();
    }

    /**
     * Finds the voxel size.
     *
     * @param resolution pixels a unit in x and y, or zeros
     */
    static Optional<VoxelSize> parse(String description, double[] resolution) {
        Map<String, String> lines = new HashMap<>();
        description
                .lines()
                .map(line -> line.split("=", 2))
                .filter(p -> p.length == 2)
                .forEach(p -> lines.put(p[0].strip(), p[1].strip()));
        try {
            if (lines.containsKey(EXACT)) {
                String[] nm = lines.get(EXACT).split(" ");
                return Optional.of(
                        new VoxelSize(Double.parseDouble(nm[0]), Double.parseDouble(nm[1]), Double.parseDouble(nm[2])));
            }
            double unit = nanometres(lines.getOrDefault("unit", ""));
            double spacing = Double.parseDouble(lines.getOrDefault("spacing", "0"));
            return Optional.of(new VoxelSize(unit / resolution[0], unit / resolution[1], unit * spacing));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            // Any other program's text, or sizes that make no sense: then the file does not tell the voxel size.
            return Optional.empty();
        }
    }

    private static double nanometres(String unit) {
        return switch (unit) {
            case "nm" -> 1;
            case "um", "\u00b5m", "\u03bcm", "\\u00B5m", "micron", "microns" -> 1e3;
            case "mm" -> 1e6;
            default -> 0;
        };
    }
}
