package org.sstem.internal.report;

/** Chooses the part of a large section that is worth a picture at full size. */
final class Detail {

    private Detail() {}

    /**
     * Finds the window with most of what is unlike the rest of the section (the band of a fold, a blob), but with some
     * of the rest beside it; the middle if the section is all alike.
     *
     * @return its upper left corner
     */
    static int[] corner(Thumbnail.Codes codes, int fullWidth, int fullHeight, int width, int height) {
        double scaleX = (double) fullWidth / codes.width;
        double scaleY = (double) fullHeight / codes.height;
        int w = Math.min(codes.width, Math.max(1, (int) (width / scaleX)));
        int h = Math.min(codes.height, Math.max(1, (int) (height / scaleY)));
        double area = w * scaleX * h * scaleY;
        long[][] sums = sums(codes);
        double best = Double.NEGATIVE_INFINITY;
        int bestX = 0;
        int bestY = 0;
        for (int y = 0; y + h <= codes.height; y++) {
            for (int x = 0; x + w <= codes.width; x++) {
                double share = sum(sums, x, y, w, h) / area;
                // the same counted in the inner half again, so that what is shown lies in the middle of the picture
                double inner = sum(sums, x + w / 4, y + h / 4, w / 2, h / 2) / area;
                double fromCentre = Math.hypot(2 * x + w - codes.width, 2 * y + h - codes.height);
                // among equals the middle of the section
                double merit = share * (1.2 - share) + 0.2 * inner - 1e-6 * fromCentre;
                if (merit > best) {
                    best = merit;
                    bestX = x;
                    bestY = y;
                }
            }
        }
        return new int[] {
            Math.min(fullWidth - width, (int) (bestX * scaleX)), Math.min(fullHeight - height, (int) (bestY * scaleY))
        };
    }

    private static double sum(long[][] sums, int x, int y, int w, int h) {
        return sums[y + h][x + w] - sums[y][x + w] - sums[y + h][x] + sums[y][x];
    }

    private static long[][] sums(Thumbnail.Codes codes) {
        int[] unusual = codes.unusual();
        long[][] sums = new long[codes.height + 1][codes.width + 1];
        for (int y = 0; y < codes.height; y++) {
            for (int x = 0; x < codes.width; x++) {
                sums[y + 1][x + 1] = sums[y][x + 1] + sums[y + 1][x] - sums[y][x] + unusual[y * codes.width + x];
            }
        }
        return sums;
    }
}
