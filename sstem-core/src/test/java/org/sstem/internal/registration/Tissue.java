package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Something like a section: dark lines of the thickness of membranes around cells, and grain. */
public final class Tissue {

    private Tissue() {}

    /** Makes a section; grey values around 0.55, lines around 0.2. */
    public static Plane section(int width, int height, long seed) {
        Random random = new Random(seed);
        Plane out = new Plane(width, height);
        Arrays.fill(out.pixels(), 0.55f);
        for (double size : new double[] {6, 14}) {
            Plane field = Filters.gaussian(noise(width, height, random), size);
            double sd = 0;
            for (float value : field.pixels()) {
                sd += value * value;
            }
            sd = Math.sqrt(sd / field.pixels().length);
            for (int i = 0; i < out.pixels().length; i++) {
                double distance = field.pixels()[i] / sd;
                out.pixels()[i] -= (float) (0.25 * Math.exp(-distance * distance / 0.02));
            }
        }
        return out;
    }

    /** Adds white grain. */
    public static Plane grained(Plane plane, double sd, long seed) {
        Random random = new Random(seed);
        Plane out = plane.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] += (float) (sd * random.nextGaussian());
        }
        return out;
    }

    /** A smooth motion of at most about {@code amplitude} pixels. */
    public static Flow motion(int width, int height, double amplitude) {
        Flow flow = new Flow(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                flow.u().set(x, y, (float) (amplitude * Math.sin(0.021 * x + 0.013 * y)));
                flow.v().set(x, y, (float) (amplitude * Math.cos(0.017 * y - 0.011 * x)));
            }
        }
        return flow;
    }

    /** Warps by a flow. */
    public static Plane warped(Plane plane, Flow flow) {
        return Resampler.warp(plane, flow, Resampler.Interpolation.SPLINE);
    }

    /** Sections as a source. */
    public static SectionSource source(List<Plane> sections) {
        return new SectionSource() {
            @Override
            public int width() {
                return sections.get(0).width();
            }

            @Override
            public int height() {
                return sections.get(0).height();
            }

            @Override
            public int sections() {
                return sections.size();
            }

            @Override
            public Plane read(int z, Area area) {
                return sections.get(z).crop(area.x(), area.y(), area.width(), area.height());
            }
        };
    }

    private static Plane noise(int width, int height, Random random) {
        Plane plane = new Plane(width, height);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = (float) random.nextGaussian();
        }
        return plane;
    }
}
