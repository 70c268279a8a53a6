package org.sstem.method;

import java.util.List;

/**
 * One of the eight symmetries of a square: mirrored, then transposed. Immutable, thread-safe.
 *
 * @param mirrorX   whether x is reversed
 * @param mirrorY   whether y is reversed
 * @param transpose whether x and y are exchanged then
 */
public record Turn(boolean mirrorX, boolean mirrorY, boolean transpose) {

    /**
     * Turns a plane.
     *
     * @param plane a square plane
     * @return a new plane of the same size
     * @throws IllegalArgumentException if the plane is not square
     */
    public Plane of(Plane plane) {
        int n = plane.width();
        if (plane.height() != n) {
            throw new IllegalArgumentException("only square planes can be turned, was " + n + " x " + plane.height());
        }
        Plane out = new Plane(n, n);
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                int u = transpose ? y : x;
                int v = transpose ? x : y;
                out.set(x, y, plane.get(mirrorX ? n - 1 - u : u, mirrorY ? n - 1 - v : v));
            }
        }
        return out;
    }

    /**
     * Turns displacements: their places and their directions.
     *
     * @param flow a square flow
     * @return a new flow of the same size, with which the turned image moves as the image did with the flow
     * @throws IllegalArgumentException if the flow is not square
     */
    public Flow of(Flow flow) {
        List<Plane> turned = vectors(of(flow.u()), of(flow.v()));
        return new Flow(turned.get(0), turned.get(1));
    }

    /**
     * Turns directions alone.
     *
     * @param u components in x at turned places; changed
     * @param v components in y at turned places; changed
     * @return the new components in x, then those in y
     */
    public List<Plane> vectors(Plane u, Plane v) {
        negate(u, mirrorX);
        negate(v, mirrorY);
        return transpose ? List.of(v, u) : List.of(u, v);
    }

    private static void negate(Plane plane, boolean negate) {
        for (int i = 0; negate && i < plane.pixels().length; i++) {
            plane.pixels()[i] = -plane.pixels()[i];
        }
    }
}
