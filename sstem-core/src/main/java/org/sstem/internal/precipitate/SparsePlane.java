package org.sstem.internal.precipitate;

import org.sstem.internal.json.Packed;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/** A plane that is 0 nearly everywhere: only squares are held in which something is not. Immutable. */
final class SparsePlane {

    private static final int EDGE = 64;

    private final int width;
    private final int height;
    private final float[][] squares;

    /**
     * A square in which something is not 0.
     *
     * @param index  which one, row by row
     * @param values row by row; those beyond the plane are 0
     */
    record Square(int index, Packed values) {}

    private SparsePlane(int width, int height) {
        this.width = width;
        this.height = height;
        this.squares = new float[Math.multiplyExact(columns(width), columns(height))][];
    }

    private static int columns(int size) {
        return (size + EDGE - 1) / EDGE;
    }

    /** Keeps what is not 0. */
    static SparsePlane of(Plane plane) {
        SparsePlane sparse = new SparsePlane(plane.width(), plane.height());
        for (int y = 0; y < plane.height(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                float value = plane.get(x, y);
                if (value != 0) {
                    sparse.set(x, y, value);
                }
            }
        }
        return sparse;
    }

    /**
     * Puts squares together.
     *
     * @throws IllegalArgumentException if one is outside, or is none
     */
    static SparsePlane of(int width, int height, List<Square> squares) {
        SparsePlane sparse = new SparsePlane(width, height);
        for (Square square : squares) {
            if (square.index() < 0 || square.index() >= sparse.squares.length) {
                throw new IllegalArgumentException("the index of a square must be within 0 to "
                        + (sparse.squares.length - 1) + ", was " + square.index());
            }
            sparse.squares[square.index()] = square.values().floats(EDGE * EDGE);
        }
        return sparse;
    }

    private void set(int x, int y, float value) {
        int square = y / EDGE * columns(width) + x / EDGE;
        if (squares[square] == null) {
            squares[square] = new float[EDGE * EDGE];
        }
        squares[square][y % EDGE * EDGE + x % EDGE] = value;
    }

    List<Square> squares() {
        List<Square> all = new ArrayList<>();
        for (int i = 0; i < squares.length; i++) {
            if (squares[i] != null) {
                all.add(new Square(i, Packed.of(squares[i])));
            }
        }
        return all;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    float get(int x, int y) {
        float[] square = squares[y / EDGE * columns(width) + x / EDGE];
        return square == null ? 0 : square[y % EDGE * EDGE + x % EDGE];
    }
}
