package org.sstem.internal.fold.law;

import org.sstem.damage.SectionMask;

import java.util.List;

/**
 * What lies near a curve.
 *
 * @param curve the curve
 * @param reach how far from it, pixels
 */
public record Stripe(CurveNumbers curve, double reach) {

    /**
     * Marks stripes.
     *
     * @param stripes the stripes
     * @param width   of the section, pixels
     * @param height  of the section, pixels
     * @return where they lie
     */
    public static SectionMask mask(List<Stripe> stripes, int width, int height) {
        List<FoldCurve> curves =
                stripes.stream().map(stripe -> stripe.curve().curve()).toList();
        return SectionMask.of(width, height, area -> {
            boolean[] flags = new boolean[area.width() * area.height()];
            for (int k = 0; k < curves.size(); k++) {
                boolean[] own = FoldFlows.within(curves.get(k), stripes.get(k).reach(), true, area);
                for (int i = 0; i < flags.length; i++) {
                    flags[i] |= own[i];
                }
            }
            return flags;
        });
    }
}
