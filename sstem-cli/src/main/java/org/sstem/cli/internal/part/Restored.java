package org.sstem.cli.internal.part;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Restoration;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Detection;
import org.sstem.stack.GreyLevels;

import java.io.IOException;
import java.util.SortedSet;

/**
 * Where restored sections come from: from a restoration, or from the parts that processes have made.
 *
 * @param <T> pixel type of the stack
 */
public interface Restored<T> {

    /** The sections that are restored. */
    SortedSet<Integer> damagedSections();

    /** One of them, complete and held in memory. */
    RestoredSection<T> section(int z) throws IOException;

    /** How much of a section shows tissue. */
    Detection.TissueShare tissue(int z) throws IOException;

    /** Where black is in the stack. */
    GreyLevels levels();

    /** Restores now. */
    static <T extends NativeType<T> & RealType<T>> Restored<T> by(Restoration<T> restoration) {
        return new Restored<>() {
            @Override
            public SortedSet<Integer> damagedSections() {
                return restoration.damagedSections();
            }

            @Override
            public RestoredSection<T> section(int z) {
                return restoration.section(z);
            }

            @Override
            public Detection.TissueShare tissue(int z) {
                return restoration.tissue(z);
            }

            @Override
            public GreyLevels levels() {
                return restoration.levels();
            }
        };
    }
}
