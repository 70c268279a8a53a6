package org.sstem.internal.plan;

import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * From which sections a damaged one is restored: the intact ones, and those right beside it in which nothing but specks
 * is damaged. Tissue changes so much from section to section that the next one, without its specks, tells more than an
 * intact one farther away. Thread-safe.
 */
final class Neighbours {

    /** So near a section has to be for its specks to be looked past. */
    private static final int BESIDE = 2;
    /** Part of a section that specks cover at most. */
    private static final double MOST_SPECKS = 0.02;

    private final Damage damage;
    private final Tiles tiles;
    private final int sections;
    private final List<Integer> intact;
    private final Map<Integer, Boolean> speckled = new ConcurrentHashMap<>();

    /**
     * Knows which sections are damaged.
     *
     * @param damage   of a stack
     * @param tiles    its sections, tile by tile
     * @param sections how many there are
     */
    Neighbours(Damage damage, Tiles tiles, int sections) {
        this.damage = damage;
        this.tiles = tiles;
        this.sections = sections;
        this.intact = IntStream.range(0, sections)
                .filter(z -> !damage.isDamaged(z))
                .boxed()
                .toList();
    }

    /** Sections without damage, in their order. */
    List<Integer> intact() {
        return intact;
    }

    /** Those before a section, the nearest first. */
    List<Integer> below(int first) {
        return IntStream.iterate(first - 1, z -> z >= 0, z -> z - 1)
                .filter(z -> serves(z, first - z))
                .boxed()
                .toList();
    }

    /** Those after a section, the nearest first. */
    List<Integer> above(int last) {
        return IntStream.range(last + 1, sections)
                .filter(z -> serves(z, z - last))
                .boxed()
                .toList();
    }

    /** Where there are specks in what serves beside some sections. */
    Map<Integer, SectionMask> specks(int first, int last) {
        Map<Integer, SectionMask> specks = new HashMap<>();
        IntStream.rangeClosed(Math.max(0, first - BESIDE), Math.min(sections - 1, last + BESIDE))
                .filter(z -> z < first || z > last)
                .filter(this::isSpeckled)
                .forEach(z -> specks.put(z, mask(z)));
        return specks;
    }

    private boolean serves(int z, int distance) {
        return !damage.isDamaged(z) || distance <= BESIDE && isSpeckled(z);
    }

    private boolean isSpeckled(int z) {
        return damage.isDamaged(z) && speckled.computeIfAbsent(z, this::looksSpeckled);
    }

    private boolean looksSpeckled(int z) {
        if (!damage.kinds(z).equals(Set.of(DamageKind.PRECIPITATE))
                || damage.mask(z, DamageKind.PRECIPITATE).isEmpty()) {
            return false;
        }
        long covered = 0;
        long pixels = 0;
        for (Area area : tiles.all()) {
            for (boolean flag : mask(z).read(area)) {
                covered += flag ? 1 : 0;
                pixels++;
            }
        }
        return covered <= MOST_SPECKS * pixels;
    }

    private SectionMask mask(int z) {
        return damage.mask(z, DamageKind.PRECIPITATE).orElseThrow();
    }
}
