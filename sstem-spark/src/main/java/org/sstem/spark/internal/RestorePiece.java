package org.sstem.spark.internal;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.ProgressListener;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawCodec;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.output.LooseFiles;
import org.sstem.internal.plan.RestoredImages;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
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
 * @param judged    whether what is thought of a piece is to wait with it
 */
public record RestorePiece(Restoring restoring, GreyLevels levels, URI folder, boolean judged)
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
        RestoredImages.Part<T> part = RestoredImages.of(in.pixels(), restoring.plan(in, levels, surveys))
                .part(piece.z(), piece.area(), judged, ProgressListener.NONE);
        PixelType type = PixelType.of(in.type());
        byte[] codes = (byte[]) PixelType.UINT8.rawPixels(part.provenance());
        boolean changed = false;
        for (byte code : codes) {
            changed |= code != 0;
        }
        LooseFiles files = new LooseFiles(Path.of(folder));
        try {
            files.add(piece.pixels(), changed ? file(type, piece, type.rawPixels(part.pixels())) : empty -> {});
            files.add(piece.codes(), changed ? file(PixelType.UINT8, piece, codes) : empty -> {});
            if (part.judgement().isPresent()) {
                byte[] judgement = Answers.bytes(part.judgement().get());
                files.add(piece.judgement(), empty -> Files.write(empty, judgement));
            }
            return new ArrayList<>(files.files());
        } catch (IOException | RuntimeException e) {
            files.discard();
            throw e;
        }
    }

    private static AtomicFile.Building file(PixelType type, Piece piece, Object raw) {
        SectionHeader header =
                new SectionHeader(type, piece.area().width(), piece.area().height());
        return empty -> new RawCodec().write(empty, header, raw);
    }
}
