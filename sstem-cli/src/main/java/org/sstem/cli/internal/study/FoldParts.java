package org.sstem.cli.internal.study;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.SectionSource;
import org.sstem.simulate.FoldSimulation;
import org.sstem.simulate.StackSimulation;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The parts of the repair of a folded section, one left out or given by the truth. What is not said to be fused is restored
 * without training.
 *
 * @param simulation the stack with its fold
 * @param z          the folded section
 * @param methods    what restores, for {@link Treatment#TRAINING_FREE} and, where something is fused, {@link Treatment#NETWORKS}
 */
record FoldParts(StackSimulation simulation, int z, Map<Treatment, List<RestorationMethod>> methods) {

    /** What a survey holds of a sheet in which nothing has moved, beside how it relates to its neighbours. */
    private static final String NOTHING_MOVED =
            "{'law': null, 'cut': {'field': {'pulls': [], 'factor': 1}, 'bands': [],"
                    + " 'findings': {'confidence': 0, 'estimates': [], 'remarks': [], 'doubtful': true}}}";

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

    /** The folded section as it lies, its dark band filled by the network. */
    Plane fusedInPlace() {
        return fused(simulation.degraded(), surveys(FoldParts::nothingMoved));
    }

    /** Unfolded as ever, what was swallowed filled by a network to which all other sections are grey. */
    Plane fusedAlone() {
        SectionSource folded = simulation.degraded();
        Plane grey = Plane.filled(folded.width(), folded.height(), mean(whole(folded)));
        SectionSource alone = new MadeSections(folded, k -> k == z ? whole(folded) : grey.copy());
        return fused(alone, surveys(survey -> survey));
    }

    private Plane fused(SectionSource sections, Map<Integer, List<Survey>> surveys) {
        Restorer restorer = Restorer.builder()
                .methods(methods.get(Treatment.NETWORKS))
                .surveys(surveys)
                .build();
        return whole(
                SectionSource.of(restorer.restore(sections, simulation.damage()).pixels()));
    }

    /** What is estimated of the fold, changed. */
    private Map<Integer, List<Survey>> surveys(UnaryOperator<Survey> change) {
        Restorer restorer =
                Restorer.builder().methods(methods.get(Treatment.NETWORKS)).build();
        List<Survey> found =
                restorer.restore(simulation.degraded(), simulation.damage()).surveys(z);
        return Map.of(z, found.stream().map(change).toList());
    }

    private static Survey nothingMoved(Survey survey) {
        JsonObject found = JsonParser.parseString(survey.parameters()).getAsJsonObject();
        JsonObject sheet = found.getAsJsonObject(found.get("cut").isJsonNull() ? "law" : "cut");
        JsonObject still = JsonParser.parseString(NOTHING_MOVED).getAsJsonObject();
        still.getAsJsonObject("cut").add("beside", sheet.get("beside"));
        return new Survey(survey.method(), still.toString());
    }

    private static float mean(Plane section) {
        double sum = 0;
        for (float value : section.pixels()) {
            sum += value;
        }
        return (float) (sum / section.pixels().length);
    }

    private FoldSimulation fold() {
        return simulation.fold(z).orElseThrow();
    }

    private Plane restored(SectionSource sections, Damage damage) {
        Restorer restorer =
                Restorer.builder().methods(methods.get(Treatment.TRAINING_FREE)).build();
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
