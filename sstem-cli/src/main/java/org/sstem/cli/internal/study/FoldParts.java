package org.sstem.cli.internal.study;

import net.imglib2.RealRandomAccess;
import net.imglib2.interpolation.randomaccess.NLinearInterpolatorFactory;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.simulate.FoldSimulation;
import org.sstem.simulate.StackSimulation;

/**
 * The parts of the repair of a folded section, one left out or given by the truth. What is restored is so without training.
 *
 * @param simulation the stack with its fold
 * @param z          the folded section
 * @param restorer   restores
 */
record FoldParts(StackSimulation simulation, int z, Restorer restorer) {

    /** The section as if it were missing: nothing of its own is used. */
    Plane interpolated() {
        return restored(simulation.degraded(), Damage.of(new DamagedSection(z, DamageKind.MISSING)));
    }

    /** The folded section as it lies, only its dark band filled by interpolation. */
    Plane patched() {
        return filled(whole(simulation.degraded()), fold().mask(), interpolated());
    }

    /** Unfolded by the true flow; what was swallowed is filled as a lost part is, in register with what is left. */
    Plane byTrueFlow() {
        Plane folded = whole(simulation.degraded());
        Flow flow = simulation.unfoldingFlow(z).orElseThrow();
        boolean[] swallowed = fold().swallowed().read(all(folded));
        Plane unfolded = new Plane(folded.width(), folded.height());
        RealRandomAccess<FloatType> at = Views.interpolate(
                        Views.extendBorder(folded.image()), new NLinearInterpolatorFactory<>())
                .realRandomAccess();
        for (int i = 0; i < swallowed.length; i++) {
            double x = i % folded.width() + flow.u().pixels()[i];
            double y = i / folded.width() + flow.v().pixels()[i];
            // not a number fails the comparison
            swallowed[i] |= !(x >= 0 && x <= folded.width() - 1 && y >= 0 && y <= folded.height() - 1);
            if (!swallowed[i]) {
                at.setPosition(x, 0);
                at.setPosition(y, 1);
                unfolded.pixels()[i] = at.get().get();
            }
        }
        SectionMask gone = SectionMask.of(folded.width(), folded.height(), swallowed);
        SectionSource others = simulation.truth();
        SectionSource replaced = new MadeSections(
                others, k -> k == z ? unfolded : others.read(k, new Area(0, 0, others.width(), others.height())));
        return restored(replaced, Damage.of(new DamagedSection(z, DamageKind.LOST, gone)));
    }

    /** As restored, but the truth where tissue was swallowed. */
    Plane withTrueStrip() {
        return filled(
                restored(simulation.degraded(), simulation.damage()), fold().swallowed(), whole(simulation.truth()));
    }

    private FoldSimulation fold() {
        return simulation.fold(z).orElseThrow();
    }

    private Plane restored(SectionSource sections, Damage damage) {
        return whole(SectionSource.of(restorer.restore(sections, damage).pixels()));
    }

    private Plane whole(SectionSource sections) {
        return sections.read(z, new Area(0, 0, sections.width(), sections.height()));
    }

    private static Area all(Plane plane) {
        return new Area(0, 0, plane.width(), plane.height());
    }

    private static Plane filled(Plane section, SectionMask mask, Plane other) {
        Plane filled = section.copy();
        boolean[] where = mask.read(all(section));
        for (int i = 0; i < where.length; i++) {
            if (where[i]) {
                filled.pixels()[i] = other.pixels()[i];
            }
        }
        return filled;
    }
}
