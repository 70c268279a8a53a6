package org.sstem.spark.internal;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.sstem.Restoration.Layer;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.StackPart;
import org.sstem.internal.plan.Judgement;
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
 * @param stack  opens the damaged stack
 * @param damage what is damaged
 * @param folder where pieces wait
 * @param pixels where restored sections go
 * @param beside where goes what is known of them
 */
public record RestoreSlab(
        StackSupplier stack, DamageFile damage, URI folder, StackPart pixels, ArrayList<Beside> beside)
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

    /** A layer, and the stack that it is written into. */
    public record Beside(Layer layer, StackPart part) implements Serializable {}

    /** What was made of the restored sections, and of each layer. */
    public record Result(ArrayList<StackPart.Made> pixels, ArrayList<ArrayList<StackPart.Made>> beside)
            implements Serializable {}

    private record Open(Layer layer, StackPart.Block block) {}

    /** Whether a layer tells what is thought of the pieces. */
    public boolean judged() {
        return beside.stream().anyMatch(one -> one.layer() == Layer.CONFIDENCE);
    }

    @Override
    public Result of(Sections sections) throws IOException {
        Slab slab = sections.slab();
        List<Open> layers = new ArrayList<>();
        try (StackReader<?> in = stack.open();
                StackPart.Block out = pixels.block(slab.first(), slab.end())) {
            for (Beside one : beside) {
                layers.add(new Open(one.layer(), one.part().block(slab.first(), slab.end())));
            }
            put(in, sections, out, layers);
            ArrayList<ArrayList<StackPart.Made>> made = new ArrayList<>();
            for (Open one : layers) {
                made.add(new ArrayList<>(one.block().made()));
            }
            return new Result(new ArrayList<>(out.made()), made);
        } finally {
            for (Open one : layers) {
                one.block().close();
            }
        }
    }

    private <T extends NativeType<T> & RealType<T>> void put(
            StackReader<T> in, Sections sections, StackPart.Block out, List<Open> layers) throws IOException {
        PixelType type = PixelType.of(in.type());
        Damage known = layers.isEmpty() ? Damage.none() : damage.read();
        for (int z = sections.slab().first(); z < sections.slab().end(); z++) {
            Cancellation.check("before section " + z);
            List<Piece> pieces = sections.of(z);
            Object raw = type.rawSection(in.pixels(), z);
            if (!pieces.isEmpty()) {
                int count = Math.multiplyExact(in.width(), in.height());
                Object restored = type.newArray(count);
                System.arraycopy(raw, 0, restored, 0, count);
                for (Piece piece : pieces) {
                    lay(piece.pixels(), piece.area(), type, restored, in.width());
                }
                raw = restored;
            }
            out.write(z, raw);
            if (!layers.isEmpty()) {
                RestoredSection<T> section = section(in, z, pieces);
                for (Open one : layers) {
                    one.block().write(z, PixelType.UINT8.rawPixels(one.layer().of(section, known)));
                }
            }
        }
    }

    /** What layers are made of; they do not look at grey values. */
    private <T extends NativeType<T> & RealType<T>> RestoredSection<T> section(
            StackReader<T> in, int z, List<Piece> pieces) throws IOException {
        RandomAccessibleInterval<T> pixels = Views.hyperSlice(in.pixels(), 2, z);
        if (pieces.isEmpty()) {
            return RestoredSection.untouched(z, pixels);
        }
        byte[] codes = new byte[Math.multiplyExact(in.width(), in.height())];
        Judgement all = null;
        for (Piece piece : pieces) {
            lay(piece.codes(), piece.area(), PixelType.UINT8, codes, in.width());
            if (judged()) {
                Path file = Path.of(folder).resolve(piece.judgement());
                Judgement own = Answers.read(Files.readAllBytes(file), piece);
                all = all == null ? own : all.with(own);
            }
        }
        return new RestoredSection<>(
                z,
                pixels,
                ArrayImgs.unsignedBytes(codes, in.width(), in.height()),
                all == null ? List.of() : all.judged());
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
