package org.sstem.simulate;

/**
 * What small precipitates look like: opaque specks, alone or as clusters of grains, and now and then a diffuse cloud.
 * Lengths are pixels of about 4 nm. Immutable.
 *
 * @param count        specks and clusters in a section, whole numbers, at least 0
 * @param diameter     of a speck or a whole cluster, px
 * @param transmission of the core, 0 to 1
 * @param edge         over how many pixels the light comes back at the rim
 * @param clusters     share of the specks that are clusters, 0 to 1
 * @param grains       grains of a cluster, whole numbers, at least 2
 * @param clouds       probability that a section has a cloud, 0 to 1
 * @param cloudDiameter of a cloud, px
 * @param cloudTransmission in the middle of a cloud, 0 to 1
 */
public record SpeckDistribution(
        Distribution count,
        Distribution diameter,
        Distribution transmission,
        Distribution edge,
        double clusters,
        Distribution grains,
        double clouds,
        Distribution cloudDiameter,
        Distribution cloudTransmission) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a number reaches outside its range
     */
    public SpeckDistribution {
        FoldDistribution.within("count of specks", count, 0, 1000);
        FoldDistribution.within("diameter of specks", diameter, 2, 1e4);
        FoldDistribution.within("transmission of specks", transmission, 0, 1);
        FoldDistribution.within("edge of specks", edge, 0, 100);
        FoldDistribution.within("grains of clusters", grains, 2, 100);
        FoldDistribution.within("diameter of clouds", cloudDiameter, 2, 1e5);
        FoldDistribution.within("transmission of clouds", cloudTransmission, 0, 1);
        DamageDistribution.checkRate("clusters of specks", clusters);
        DamageDistribution.checkRate("clouds", clouds);
    }

    /**
     * Returns what was seen in sections that can be had (eleven places in five public stacks): specks and clusters of 10 to
     * 50 px, nearly opaque in the core, sharp-edged, often several in one section, the section otherwise of usual
     * contrast; now and then a diffuse cloud of some 100 to 300 px, whose middle lets 0.65 through as the real blobs
     * of FAFB do. How opaque the core is (0.02 to 0.2 let through), how sharp the edge (1 to 3 px), how many (1 to 6), that a third are
     * clusters of 3 to 7 grains and one section in five has a cloud are assumed until they are measured.
     *
     * @return the natural distribution
     */
    public static SpeckDistribution natural() {
        return new SpeckDistribution(
                Distribution.uniform(1, 6),
                Distribution.uniform(10, 50),
                Distribution.uniform(0.02, 0.2),
                Distribution.uniform(1, 3),
                0.35,
                Distribution.uniform(3, 7),
                0.2,
                Distribution.uniform(100, 300),
                Distribution.uniform(0.5, 0.8));
    }
}
