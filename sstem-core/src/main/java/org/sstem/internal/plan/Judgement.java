package org.sstem.internal.plan;

import org.sstem.Repair;
import org.sstem.method.Area;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is thought of a restored section, or of a part of it. What its tiles add is put together in the order of the tiles, so
 * that it is the same whichever process has restored which. Immutable.
 *
 * @param repairs what the methods say of their repairs
 * @param tiles   what each tile that was restored adds
 */
public record Judgement(List<Repair> repairs, List<Tile> tiles) implements Serializable {

    private static final Comparator<Tile> ROW_BY_ROW = Comparator.comparingInt(
                    (Tile tile) -> tile.area().y())
            .thenComparingInt(tile -> tile.area().x());

    /** A tile, and how what was changed in it agrees with the neighbours. */
    record Tile(Area area, Agreement agreement) implements Serializable {}

    /** Copies the lists. */
    public Judgement {
        repairs = List.copyOf(repairs);
        tiles = List.copyOf(tiles);
    }

    /** Adds another part of the same section. */
    public Judgement with(Judgement other) {
        List<Tile> all = new ArrayList<>(tiles);
        all.addAll(other.tiles);
        return new Judgement(repairs, all);
    }

    /** The repairs, once all parts of the section are there. */
    public List<Repair> judged() {
        Agreement all = new Agreement();
        tiles.stream().sorted(ROW_BY_ROW).forEach(tile -> all.add(tile.agreement()));
        return all.judged(repairs);
    }
}
