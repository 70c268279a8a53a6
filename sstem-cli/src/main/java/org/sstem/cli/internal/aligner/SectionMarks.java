package org.sstem.cli.internal.aligner;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every pixel of a section is to a program that aligns, and which sections are of no use to it. */
public final class SectionMarks {

    /** Tissue that may be trusted. */
    public static final int TISSUE = 0;

    /** More than this share of a section without tissue to trust, and the section is of no use. */
    private static final double USELESS = 0.5;

    /** What the pixels of a kind of damage are, by the labels of FEABAS; other programs ask whether they are 0. */
    private static final Map<DamageKind, Integer> LABELS = new EnumMap<>(
            Map.of(DamageKind.FOLD, 50, DamageKind.PRECIPITATE, 100, DamageKind.CRACK, 200, DamageKind.LOST, 255));

    private static final int ABSENT = 255;

    private final Damage damage;
    private final TissueSource tissue;

    /**
     * Marks a stack.
     *
     * @param pixels the stack
     * @param damage what was found in it
     * @param absent where sections have no tissue, as far as that was given
     */
    public <T extends NativeType<T> & RealType<T>> SectionMarks(
            RandomAccessibleInterval<T> pixels, Damage damage, Map<Integer, SectionMask> absent) {
        this.damage = damage;
        Map<Integer, SectionMask> lost = new HashMap<>();
        Map<Integer, SectionMask> other = new HashMap<>();
        for (DamagedSection entry : damage.entries()) {
            Map<Integer, SectionMask> masks = entry.kind() == DamageKind.LOST ? lost : other;
            entry.mask().ifPresent(mask -> masks.merge(entry.z(), mask, SectionMask::or));
        }
        this.tissue =
                TissueSource.of(SectionSource.of(pixels)).withAbsent(absent).withDamage(lost, other);
    }

    int width() {
        return tissue.width();
    }

    int height() {
        return tissue.height();
    }

    int sections() {
        return tissue.sections();
    }

    boolean isMissing(int z) {
        return damage.kinds(z).contains(DamageKind.MISSING);
    }

    /** The labels of a section, row by row; what is gone covers what is damaged. */
    byte[] of(int z) {
        Area whole = new Area(0, 0, width(), height());
        byte[] marks = new byte[width() * height()];
        for (DamageKind kind : List.of(DamageKind.PRECIPITATE, DamageKind.FOLD, DamageKind.CRACK, DamageKind.LOST)) {
            Optional<SectionMask> mask = damage.mask(z, kind);
            if (mask.isPresent()) {
                mark(marks, mask.get().read(whole), LABELS.get(kind));
            }
        }
        if (isMissing(z)) {
            Arrays.fill(marks, (byte) ABSENT);
        } else {
            tissue.absent(z, whole).ifPresent(absent -> mark(marks, absent, ABSENT));
        }
        return marks;
    }

    private static void mark(byte[] marks, boolean[] where, int label) {
        for (int i = 0; i < marks.length; i++) {
            if (where[i]) {
                marks[i] = (byte) label;
            }
        }
    }

    /** The sections that are missing, or of which more than half is not to be trusted. */
    List<Integer> useless() {
        List<Integer> useless = new ArrayList<>();
        for (int z = 0; z < sections(); z++) {
            if (isMissing(z) || share(of(z)) > USELESS) {
                useless.add(z);
            }
        }
        return useless;
    }

    private static double share(byte[] marks) {
        int count = 0;
        for (byte mark : marks) {
            count += mark == TISSUE ? 0 : 1;
        }
        return (double) count / marks.length;
    }
}
