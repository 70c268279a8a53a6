package org.sstem.report;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.sstem.Provenance;
import org.sstem.Repair;
import org.sstem.damage.Detection;
import org.sstem.internal.report.Detail;
import org.sstem.internal.report.Picture;
import org.sstem.internal.report.RestorationJson;
import org.sstem.internal.report.RestorationPage;
import org.sstem.internal.report.SectionEntry;
import org.sstem.internal.report.StackFacts;
import org.sstem.internal.report.StackSummary;
import org.sstem.internal.report.Thumbnail;
import org.sstem.internal.report.WholeFile;
import org.sstem.method.Plane;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The report of a restoration: one HTML page that needs no other file and no server, and a JSON beside it.
 *
 * <p>The page has a summary, a table of all restored sections, and for each section what was found, what was done, which
 * sections were used, pictures before and after, where every pixel comes from, the estimated parameters and the remarks.
 * Doubtful restorations are marked. Each section can be accepted, rejected or sent back; a script in the page saves that as
 * a file, which the command line honours.
 *
 * <p>Sections are added as they are finished, in any order; a section is read once, band by band, and only pictures of at
 * most {@value #EDGE} pixels a side are kept, those of the first {@value #ILLUSTRATED} sections and of doubtful ones up
 * to {@value #ILLUSTRATED_DOUBTFUL} in all. Memory is therefore bounded whatever the stack. The same input gives the same
 * files to the byte. Not thread-safe.
 */
public final class RestorationReport {

    /** Longer side of a picture, pixels. */
    static final int EDGE = 400;
    /** Sections that have pictures. */
    static final int ILLUSTRATED = 80;
    /** Sections that have pictures if the later ones are doubtful. */
    static final int ILLUSTRATED_DOUBTFUL = 160;

    private final StackSummary stack;
    private final List<String> remarks = new ArrayList<>();
    private final TreeMap<Integer, SectionEntry> sections = new TreeMap<>();
    private final Map<Integer, Detection.TissueShare> tissue = new TreeMap<>();
    private Optional<GreyLevels> levels = Optional.empty();
    private int illustrated;

    /**
     * Starts a report.
     *
     * @param name      where the stack was read from, for people
     * @param stack     the stack that is restored, axes (x, y, z); its size and type are looked at, no pixels
     * @param voxelSize the size of a voxel, if known
     * @throws IllegalArgumentException if the stack is not three-dimensional
     */
    public RestorationReport(
            String name, RandomAccessibleInterval<? extends RealType<?>> stack, Optional<VoxelSize> voxelSize) {
        this(StackSummary.of(name, stack, voxelSize));
    }

    RestorationReport(StackSummary stack) {
        this.stack = stack;
    }

    /**
     * Adds a remark about the restoration as a whole.
     *
     * @param sentence for a person
     */
    public void remark(String sentence) {
        remarks.add(sentence);
    }

    /**
     * Says where black is in the stack and how far its tissue reaches.
     *
     * @param known as {@link org.sstem.Restoration#levels} has them
     */
    public void levels(GreyLevels known) {
        levels = Optional.of(known);
    }

    /**
     * Says how much of a section shows tissue; told of restored sections only.
     *
     * @param share as {@link org.sstem.Restoration#tissue} has it
     */
    public void tissue(Detection.TissueShare share) {
        tissue.put(share.z(), share);
    }

    /**
     * Adds a restored section. The images are read here and not kept.
     *
     * @param z          section number
     * @param repairs    what was done, in this order, at least one
     * @param before     the damaged section, axes (x, y); what a missing section holds is shown as it is
     * @param after      the restored section, same size
     * @param provenance codes of {@link Provenance}, same size
     * @throws IllegalArgumentException if the section does not exist, was added before or has no repair, if a size differs
     *     from the stack's, or a code is unknown
     */
    public void add(
            int z,
            List<Repair> repairs,
            RandomAccessibleInterval<? extends RealType<?>> before,
            RandomAccessibleInterval<? extends RealType<?>> after,
            RandomAccessibleInterval<UnsignedByteType> provenance) {
        if (z < 0 || z >= stack.sections()) {
            throw new IllegalArgumentException("section must be within 0 to " + (stack.sections() - 1) + ", was " + z);
        }
        if (sections.containsKey(z)) {
            throw new IllegalArgumentException("section " + z + " is in the report already");
        }
        if (repairs.isEmpty()) {
            throw new IllegalArgumentException("section " + z + " must have at least one repair, had none");
        }
        requireSize("before", before);
        requireSize("after", after);
        requireSize("provenance", provenance);
        Thumbnail.Codes codes = new Thumbnail.Codes(provenance, EDGE);
        SectionEntry entry = new SectionEntry(z, List.copyOf(repairs), codes.counts, List.of());
        if (illustrated < (entry.doubtful() ? ILLUSTRATED_DOUBTFUL : ILLUSTRATED)) {
            illustrated++;
            entry = new SectionEntry(z, entry.repairs(), codes.counts, pictures(z, before, after, provenance, codes));
        }
        sections.put(z, entry);
    }

    /**
     * Writes the page, and beside it the same facts as JSON: {@code report.html} and {@code report.json}. Both are
     * written aside and moved into place, an older report of the same name is replaced.
     *
     * @param html where the page goes; its folder must exist
     * @throws IOException if a file cannot be written; the message names it
     */
    public void write(Path html) throws IOException {
        List<SectionEntry> entries = List.copyOf(sections.values());
        WholeFile.write(json(html), out -> RestorationJson.write(facts(), entries, out));
        WholeFile.write(html, out -> new RestorationPage(facts(), entries).write(out));
    }

    private StackFacts facts() {
        return new StackFacts(stack, remarks, levels, tissue);
    }

    /**
     * Returns where the JSON goes that is written beside the page.
     *
     * @param html where the page goes
     * @return the same name with the ending {@code .json}
     */
    public static Path json(Path html) {
        String name = html.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return html.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
    }

    private List<SectionEntry.Captioned> pictures(
            int z,
            RandomAccessibleInterval<? extends RealType<?>> before,
            RandomAccessibleInterval<? extends RealType<?>> after,
            RandomAccessibleInterval<UnsignedByteType> provenance,
            Thumbnail.Codes codes) {
        Plane restored = Thumbnail.grey(after, EDGE);
        // one window for all, so that a change of contrast is seen
        Picture.Window window = Picture.Window.of(restored);
        List<SectionEntry.Captioned> pictures = new ArrayList<>();
        pictures.add(captioned(z, "before", Picture.grey(Thumbnail.grey(before, EDGE), window)));
        pictures.add(captioned(z, "after", Picture.grey(restored, window)));
        pictures.add(captioned(z, "where pixels come from", Picture.overlay(restored, window, codes.picture)));
        if (Math.max(stack.width(), stack.height()) > EDGE * 3 / 2) {
            int width = Math.min(EDGE, stack.width());
            int height = Math.min(EDGE, stack.height());
            int[] corner = Detail.corner(codes, stack.width(), stack.height(), width, height);
            Plane detail = Thumbnail.detail(after, corner[0], corner[1], width, height);
            Plane old = Thumbnail.detail(before, corner[0], corner[1], width, height);
            Plane from = Thumbnail.detail(provenance, corner[0], corner[1], width, height);
            byte[] part = new byte[from.pixels().length];
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) from.pixels()[i];
            }
            Picture.Window own = Picture.Window.of(detail);
            String where = " at full size, from (" + corner[0] + ", " + corner[1] + ")";
            pictures.add(captioned(z, "before" + where, Picture.grey(old, own)));
            pictures.add(captioned(z, "after" + where, Picture.grey(detail, own)));
            pictures.add(captioned(z, "where pixels come from" + where, Picture.overlay(detail, own, part)));
        }
        return pictures;
    }

    private static SectionEntry.Captioned captioned(int z, String caption, Picture picture) {
        return new SectionEntry.Captioned(picture, caption, "Section " + z + ", " + caption);
    }

    private void requireSize(String name, RandomAccessibleInterval<?> image) {
        long[] size = image.dimensionsAsLongArray();
        if (size.length != 2 || size[0] != stack.width() || size[1] != stack.height()) {
            throw new IllegalArgumentException(name + " must be " + stack.width() + " x " + stack.height()
                    + " like the stack, was " + Arrays.toString(size));
        }
    }
}
