package org.sstem.internal.file.tiff;

import org.sstem.internal.file.LengthUnit;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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
     * Reads what ImageJ says of a stack. A unit holds for the axes that name none of their own ({@code yunit},
     * {@code zunit}).
     *
     * @param file       for messages
     * @param resolution pixels a unit in x and y, or zeros
     */
    static TiffClaim parse(String file, String description, double[] resolution) throws IOException {
        Map<String, String> lines = new HashMap<>();
        description
                .lines()
                .limit(1000)
                .map(line -> line.split("=", 2))
                .filter(p -> p.length == 2)
                .forEach(p -> lines.put(p[0].strip(), p[1].strip()));
        List<String> remarks = new ArrayList<>();
        Optional<VoxelSize> voxelSize = voxelSize(lines, resolution, remarks);
        if (!lines.containsKey("ImageJ")) {
            return new TiffClaim("", 0, null, voxelSize, remarks);
        }
        long channels = number(lines, "channels");
        long slices = number(lines, "slices");
        long frames = number(lines, "frames");
        TiffClaim claim = TiffClaim.of(Path.of(file), "ImageJ", slices, channels, frames, null, voxelSize, remarks);
        long images = Math.max(number(lines, "images"), claim.sections());
        return new TiffClaim("ImageJ", images, null, voxelSize, remarks);
    }

    private static long number(Map<String, String> lines, String key) {
        try {
            return Math.max(1, Long.parseLong(lines.getOrDefault(key, "1")));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static Optional<VoxelSize> voxelSize(Map<String, String> lines, double[] resolution, List<String> remarks) {
        try {
            if (lines.containsKey(EXACT)) {
                String[] nm = lines.get(EXACT).split(" ");
                return Optional.of(
                        new VoxelSize(Double.parseDouble(nm[0]), Double.parseDouble(nm[1]), Double.parseDouble(nm[2])));
            }
            String unit = lines.getOrDefault("unit", "");
            double x = nanometres(lines.getOrDefault("xunit", unit), remarks);
            double y = nanometres(lines.getOrDefault("yunit", unit), remarks);
            double z = nanometres(lines.getOrDefault("zunit", unit), remarks);
            // ImageJ takes the amount: a negative spacing is a stack that was turned round.
            double spacing = Math.abs(Double.parseDouble(lines.getOrDefault("spacing", "0")));
            VoxelSize size = new VoxelSize(x / resolution[0], y / resolution[1], z * spacing);
            return Optional.of(size);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            // Any other program's text, or sizes that make no sense: then the file does not tell the voxel size.
            return Optional.empty();
        }
    }

    private static double nanometres(String unit, List<String> remarks) {
        OptionalDouble nm = LengthUnit.nanometres(unit);
        String remark = "it gives the voxel size in the unit \"" + unit + "\", which is not known: the voxel size is"
                + " not taken from it";
        if (nm.isEmpty() && !LengthUnit.isNone(unit) && !remarks.contains(remark)) {
            remarks.add(remark);
        }
        return nm.orElse(0);
    }
}
