package org.sstem.internal.plan;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.damage.Damage;
import org.sstem.internal.lost.LostMethod;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.internal.precipitate.PrecipitateMethod;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.stack.GreyLevels;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Restoration by the methods that need no trained model. */
public final class TrainingFree {

    private TrainingFree() {}

    /** One method for each kind of damage. */
    public static List<RestorationMethod> methods() {
        return List.of(
                SheetMethod.folds(),
                SheetMethod.cracks(),
                new PrecipitateMethod(),
                new MissingSectionMethod(),
                new LostMethod());
    }

    /**
     * What {@link org.sstem.Restorer} restores a stack by.
     *
     * @param levels  where black is
     * @param surveys what was estimated of sections
     */
    public static <T extends NativeType<T> & RealType<T>> RestorationPlan plan(
            RandomAccessibleInterval<T> stack,
            Damage damage,
            int tileSize,
            GreyLevels levels,
            Map<Integer, List<Survey>> surveys) {
        Tiles tiles = new Tiles(Math.toIntExact(stack.dimension(0)), Math.toIntExact(stack.dimension(1)), tileSize);
        return new RestorationPlan(
                stack,
                damage,
                methods().stream().collect(Collectors.toMap(RestorationMethod::kind, Function.identity())),
                tiles,
                Map.of(),
                Optional.of(levels),
                KnownSurveys.of(surveys));
    }
}
