package org.sstem.store.internal.write;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawCodec;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.SectionCodec;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackSidecar;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.output.FileSink;
import org.sstem.internal.output.WholeFolder;
import org.sstem.internal.progress.Cancellation;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a store together from sections that wait as bare pixels, one layer of chunks after the other. What has gone into
 * a layer is deleted, so that the pixels are hardly ever on the disk twice; a run that was ended goes on with the layer
 * that it was at. The next level of the pyramid is made of the same sections, and waits as they do. The files that say
 * what all is come last.
 */
public final class StoreAssembly implements StackAssembly.Shared {

    /** Files that are listed together. */
    private static final int BATCH = 64;

    private final StackSidecar stack;
    private final ArrayLayout layout;
    private final String below;
    private final List<Level> levels;

    /**
     * Prepares.
     *
     * @param inside where in the store the stack lies; empty if it is all of it
     */
    public StoreAssembly(StackSidecar stack, ArrayLayout layout, String inside) {
        this.stack = stack;
        this.layout = layout;
        this.below = inside.isEmpty() ? "" : inside + "/";
        this.levels = Level.of(stack.section().width(), stack.section().height(), stack.sections(), stack.voxelSize());
    }

    @Override
    public SectionCodec codec() {
        return new RawCodec();
    }

    @Override
    public boolean holds(WholeFolder folder, int z) {
        return folder.isDone(step(levels.get(0), z / layout.unit()[0]).name());
    }

    @Override
    public List<List<Step>> rounds() {
        List<List<Step>> rounds = new ArrayList<>();
        for (Level level : levels) {
            List<Step> round = new ArrayList<>();
            for (int layer = 0; layer * layout.unit()[0] < level.sections(); layer++) {
                round.add(step(level, layer));
            }
            rounds.add(round);
        }
        return rounds;
    }

    private Step step(Level level, int layer) {
        int depth = layout.unit()[0];
        return new Step(
                below + "layer " + layer + " of level " + level.number(),
                level.number(),
                layer,
                layer * depth,
                Math.min((layer + 1) * depth, level.sections()));
    }

    @Override
    public List<Path> waiting(Path folder, Step step) {
        List<Path> out = new ArrayList<>();
        for (int z = step.first(); z < step.end(); z++) {
            out.add(folder.resolve(waiting(levels.get(step.round()), z)));
        }
        return out;
    }

    private String waiting(Level level, int z) {
        return below + "level" + level.number() + "-" + z + ".raw";
    }

    @Override
    public void commit(WholeFolder folder, List<Path> sections) throws IOException {
        if (!folder.isComplete()) {
            assemble(folder, sections);
            folder.remove(StackSidecar.NAME);
        }
        folder.commit();
    }

    @Override
    public void assemble(WholeFolder folder, List<Path> sections) throws IOException {
        for (List<Step> round : rounds()) {
            for (Step step : round) {
                List<Path> waiting =
                        step.round() == 0 ? sections.subList(step.first(), step.end()) : waiting(folder.work(), step);
                if (!folder.isDone(step.name())) {
                    Cancellation.check("before " + step.name());
                    build(step, waiting, folder);
                    folder.done(step.name());
                }
                for (Path section : waiting) {
                    folder.remove(section);
                }
            }
        }
        for (Map.Entry<String, String> file : layout.metadata(levels).entrySet()) {
            folder.addAll(Map.of(
                    below + file.getKey(), empty -> Files.writeString(empty, file.getValue(), StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void build(Step step, List<Path> sections, FileSink files) throws IOException {
        Level level = levels.get(step.round());
        int[] unit = layout.unit();
        Map<String, AtomicFile.Building> batch = new LinkedHashMap<>();
        for (int y = 0; y < level.height(); y += unit[1]) {
            for (int x = 0; x < level.width(); x += unit[2]) {
                int[] from = {step.first(), y, x};
                int[] size = {
                    sections.size(), Math.min(unit[1], level.height() - y), Math.min(unit[2], level.width() - x)
                };
                batch.put(below + layout.key(level, from, size), empty -> write(empty, level, sections, from, size));
                if (batch.size() == BATCH) {
                    files.addAll(batch);
                    batch = new LinkedHashMap<>();
                }
            }
        }
        files.addAll(batch);
        if (level.number() + 1 < levels.size()) {
            halve(files, level, levels.get(level.number() + 1), step, sections);
        }
    }

    private void write(Path empty, Level level, List<Path> sections, int[] from, int[] size) throws IOException {
        int bytes = stack.section().type().bytes();
        byte[] pixels = new byte[size[0] * size[1] * size[2] * bytes];
        int to = 0;
        for (Path section : sections) {
            try (FileChannel in = FileChannel.open(section)) {
                for (int y = from[1]; y < from[1] + size[1]; y++) {
                    ByteBuffer row = ByteBuffer.wrap(pixels, to, size[2] * bytes);
                    long at = ((long) y * level.width() + from[2]) * bytes;
                    while (row.hasRemaining()) {
                        int count = in.read(row, at + row.position() - to);
                        if (count < 0) {
                            throw new IOException(section + " is cut off");
                        }
                    }
                    to += size[2] * bytes;
                }
            }
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(empty), 1 << 16)) {
            layout.encode(inOrder(pixels, bytes), size, out);
        }
    }

    private byte[] inOrder(byte[] pixels, int bytes) {
        if (bytes == 1 || layout.order() == RawPixels.ORDER) {
            return pixels;
        }
        ByteBuffer from = ByteBuffer.wrap(pixels).order(RawPixels.ORDER);
        ByteBuffer to = ByteBuffer.allocate(pixels.length).order(layout.order());
        if (bytes == 2) {
            to.asShortBuffer().put(from.asShortBuffer());
        } else if (bytes == 4) {
            to.asIntBuffer().put(from.asIntBuffer());
        } else {
            to.asLongBuffer().put(from.asLongBuffer());
        }
        return to.array();
    }

    private void halve(FileSink files, Level level, Level next, Step step, List<Path> sections) throws IOException {
        int together = next.deep() / level.deep();
        SectionHeader narrow = new SectionHeader(stack.section().type(), next.width(), next.height());
        for (int i = 0; i < sections.size(); i += together) {
            List<Object> halved = new ArrayList<>();
            for (Path section : sections.subList(i, Math.min(i + together, sections.size()))) {
                halved.add(read(section, level));
            }
            Object pixels = stack.labels()
                    ? Halving.nearest(stack.section().type(), halved.get(0), level.width(), level.height())
                    : Halving.of(stack.section().type(), halved, level.width(), level.height());
            files.add(waiting(next, (step.first() + i) / together), empty -> codec().write(empty, narrow, pixels));
        }
    }

    private Object read(Path section, Level level) throws IOException {
        PixelType type = stack.section().type();
        Object raw = type.newArray(level.width() * level.height());
        try (FileChannel in = FileChannel.open(section)) {
            ByteBuffer block = ByteBuffer.allocate(RawPixels.BLOCK_BYTES).order(RawPixels.ORDER);
            RawPixels.inBlocks(level.width() * (long) level.height(), type.bytes(), (pixel, count) -> {
                block.clear().limit(count * type.bytes());
                while (block.hasRemaining()) {
                    if (in.read(block) < 0) {
                        throw new IOException(section + " is cut off");
                    }
                }
                RawPixels.decode(block.flip(), raw, pixel, count);
            });
        }
        return raw;
    }
}
