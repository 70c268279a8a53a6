package org.sstem.spark.internal;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.sstem.Restoration;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawCodec;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.output.LooseFiles;
import org.sstem.method.Area;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Restores pieces of sections from what was estimated of these.
 *
 * @param restoring the restoration
 * @param levels    where black is
 * @param folder    where surveys are kept and pieces wait
 */
public record RestorePiece(Restoring restoring, GreyLevels levels, URI folder)
        implements Blocks.Work<Piece, ArrayList<LooseFiles.Loose>> {

    @Override
    public ArrayList<LooseFiles.Loose> of(Piece piece) throws IOException {
        Map<Integer, List<Survey>> surveys = new HashMap<>();
        if (piece.run() != null) {
            surveys.put(piece.z(), Answers.kept(Path.of(folder), piece.run()));
        }
        try (StackReader<?> in = restoring.stack().open()) {
            return restored(in, piece, surveys);
        }
    }

    private <T extends NativeType<T> & RealType<T>> ArrayList<LooseFiles.Loose> restored(
            StackReader<T> in, Piece piece, Map<Integer, List<Survey>> surveys) throws IOException {
        Restoration<T> restoration = restoring.of(in, levels, surveys);
        PixelType type = PixelType.of(in.type());
        byte[] codes = (byte[]) raw(restoration.provenance(), PixelType.UINT8, piece);
        boolean changed = false;
        for (byte code : codes) {
            changed |= code != 0;
        }
        LooseFiles files = new LooseFiles(Path.of(folder));
        try {
            files.add(
                    piece.pixels(), changed ? file(type, piece, raw(restoration.pixels(), type, piece)) : empty -> {});
            files.add(piece.codes(), changed ? file(PixelType.UINT8, piece, codes) : empty -> {});
            return new ArrayList<>(files.files());
        } catch (IOException | RuntimeException e) {
            files.discard();
            throw e;
        }
    }

    private static <P extends NativeType<P>> Object raw(
            RandomAccessibleInterval<P> stack, PixelType type, Piece piece) {
        Area area = piece.area();
        Interval place = FinalInterval.createMinSize(area.x(), area.y(), area.width(), area.height());
        return type.rawPixels(Views.interval(Views.hyperSlice(stack, 2, piece.z()), place));
    }

    private static AtomicFile.Building file(PixelType type, Piece piece, Object raw) {
        SectionHeader header =
                new SectionHeader(type, piece.area().width(), piece.area().height());
        return empty -> new RawCodec().write(empty, header, raw);
    }
}
