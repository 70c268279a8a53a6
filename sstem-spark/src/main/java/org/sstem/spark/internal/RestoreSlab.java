package org.sstem.spark.internal;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.StackPart;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.Area;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.StackReader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the sections of a slab together, the damaged ones from their pieces, and makes the files that they go into.
 *
 * @param stack      opens the damaged stack
 * @param folder     where pieces wait
 * @param pixels     where restored sections go
 * @param provenance where their provenance goes; null if it is not wanted
 */
public record RestoreSlab(StackSupplier stack, URI folder, StackPart pixels, StackPart provenance)
        implements Blocks.Work<RestoreSlab.Sections, RestoreSlab.Result> {

    /** Sections, and the pieces of those that are damaged. */
    public record Sections(Slab slab, ArrayList<Piece> pieces) implements Serializable {

        private List<Piece> of(int z) {
            return pieces.stream().filter(piece -> piece.z() == z).toList();
        }

        @Override
        public String toString() {
            return slab.toString();
        }
    }

    /** What was made of each stack. */
    public record Result(ArrayList<StackPart.Made> pixels, ArrayList<StackPart.Made> provenance)
            implements Serializable {}

    @Override
    public Result of(Sections sections) throws IOException {
        try (StackReader<?> in = stack.open()) {
            return put(in, sections);
        }
    }

    private <T extends NativeType<T> & RealType<T>> Result put(StackReader<T> in, Sections sections)
            throws IOException {
        PixelType type = PixelType.of(in.type());
        int count = Math.multiplyExact(in.width(), in.height());
        Slab slab = sections.slab();
        try (StackPart.Block out = pixels.block(slab.first(), slab.end());
                StackPart.Block origin = provenance == null ? null : provenance.block(slab.first(), slab.end())) {
            for (int z = slab.first(); z < slab.end(); z++) {
                Cancellation.check("before section " + z);
                List<Piece> pieces = sections.of(z);
                Object raw = type.rawSection(in.pixels(), z);
                if (!pieces.isEmpty()) {
                    Object restored = type.newArray(count);
                    System.arraycopy(raw, 0, restored, 0, count);
                    for (Piece piece : pieces) {
                        lay(piece.pixels(), piece.area(), type, restored, in.width());
                    }
                    raw = restored;
                }
                out.write(z, raw);
                if (origin != null) {
                    byte[] codes = new byte[count];
                    for (Piece piece : pieces) {
                        lay(piece.codes(), piece.area(), PixelType.UINT8, codes, in.width());
                    }
                    origin.write(z, codes);
                }
            }
            return new Result(new ArrayList<>(out.made()), new ArrayList<>(origin == null ? List.of() : origin.made()));
        }
    }

    /** Lays a piece over its section; an empty one changes nothing. */
    private void lay(String name, Area area, PixelType type, Object section, int width) throws IOException {
        Path file = Path.of(folder).resolve(name);
        long held = Files.size(file);
        int row = Math.multiplyExact(area.width(), type.bytes());
        if (held == 0) {
            return;
        }
        if (held != (long) row * area.height()) {
            throw new IOException(file + " holds " + held + " bytes, not the " + (long) row * area.height() + " of "
                    + area.width() + " x " + area.height() + " pixels");
        }
        try (InputStream rows = new BufferedInputStream(Files.newInputStream(file))) {
            for (int y = 0; y < area.height(); y++) {
                ByteBuffer pixels = ByteBuffer.wrap(rows.readNBytes(row)).order(RawPixels.ORDER);
                RawPixels.decode(pixels, section, (area.y() + y) * width + area.x(), area.width());
            }
        }
    }
}
