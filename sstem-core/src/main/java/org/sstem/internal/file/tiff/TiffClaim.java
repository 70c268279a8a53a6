package org.sstem.internal.file.tiff;

import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a TIFF file says of itself as a whole: how many sections it holds, in which order, of which size.
 *
 * @param program   who says it, for messages
 * @param sections  how many sections the file claims, or 0
 * @param order     for each section the number of its page; null if they come one after the other
 * @param voxelSize the size of a voxel, if it is told
 * @param remarks   what is told and not followed
 */
record TiffClaim(String program, long sections, int[] order, Optional<VoxelSize> voxelSize, List<String> remarks) {

    /** More than any stack has. */
    private static final int MAX_SECTIONS = 1 << 20;

    static TiffClaim none() {
        return new TiffClaim("", 0, null, Optional.empty(), List.of());
    }

    /** Finds out what a file says, from its first page. */
    static TiffClaim of(Path file, RandomAccessFile in, TiffFields first) throws IOException {
        if (first.has(TiffHeaders.STK_PLANES)) {
            // MetaMorph has one entry a plane in this table and says nothing else of their number.
            return new TiffClaim("MetaMorph", first.count(TiffHeaders.STK_PLANES), null, Optional.empty(), List.of());
        }
        if (first.has(TiffHeaders.LSM_INFO)) {
            return lsm(file, first.raw(in, TiffHeaders.LSM_INFO));
        }
        String text = first.text(in, TiffHeaders.DESCRIPTION).strip();
        if (OmeXml.isOme(text)) {
            return OmeXml.parse(file, text);
        }
        TiffClaim shape = TiffShape.parse(file, text);
        if (shape != null) {
            return shape;
        }
        double[] resolution = {
            first.rational(in, TiffHeaders.X_RESOLUTION), first.rational(in, TiffHeaders.Y_RESOLUTION)
        };
        return TiffDescription.parse(file.toString(), text, resolution);
    }

    private static TiffClaim lsm(Path file, byte[] info) throws IOException {
        if (info.length < 28) {
            return none();
        }
        ByteBuffer numbers = ByteBuffer.wrap(info).order(ByteOrder.LITTLE_ENDIAN);
        return of(
                file,
                "LSM",
                numbers.getInt(16),
                numbers.getInt(20),
                numbers.getInt(24),
                null,
                Optional.empty(),
                List.of());
    }

    /** Makes the claim of a file with sections, channels and points in time, of which it may have only sections. */
    static TiffClaim of(
            Path file,
            String program,
            long sections,
            long channels,
            long times,
            int[] order,
            Optional<VoxelSize> voxelSize,
            List<String> remarks)
            throws IOException {
        if (channels > 1) {
            throw new IOException(file + " holds " + channels + " channels (" + program
                    + "); a stack has one: save the one to be repaired by itself");
        }
        if (times > 1 && sections > 1) {
            throw new IOException(file + " holds " + sections + " sections at " + times + " times (" + program
                    + "); a stack has three dimensions (x, y, z)");
        }
        // Sections that were imported as a film are a stack all the same.
        return new TiffClaim(program, Math.max(sections, times), order, voxelSize, remarks);
    }

    /** Picks the sections of a file. */
    List<TiffPage> sections(Path file, RandomAccessFile in, List<TiffPage> pages) throws IOException {
        if (sections > MAX_SECTIONS) {
            throw new IOException(file + " claims " + sections + " sections (" + program + ")");
        }
        if (order != null) {
            List<TiffPage> out = new ArrayList<>();
            for (int page : order) {
                if (page < 0 || page >= pages.size()) {
                    throw fewer(file, pages.size());
                }
                out.add(pages.get(page));
            }
            return List.copyOf(out);
        }
        if (sections <= pages.size()) {
            return List.copyOf(pages);
        }
        TiffPage first = pages.get(0);
        if (pages.size() > 1 || !first.isContiguous(in)) {
            throw fewer(file, pages.size());
        }
        long begin = first.layout().offsets(in, first.fields())[0];
        long there = Math.max(0, (in.length() - begin) / first.bytes());
        if (begin < 0 || there < sections) {
            throw fewer(file, begin < 0 ? 0 : there);
        }
        List<TiffPage> out = new ArrayList<>();
        for (int z = 0; z < sections; z++) {
            out.add(first.at(z));
        }
        return List.copyOf(out);
    }

    private IOException fewer(Path file, long there) {
        return new IOException(file + " claims " + sections + " sections (" + program + ") and holds " + there
                + "; it is cut off, or the others lie in other files");
    }
}
