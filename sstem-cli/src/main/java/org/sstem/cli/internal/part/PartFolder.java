package org.sstem.cli.internal.part;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Repair;
import org.sstem.Restoration.RestoredSection;
import org.sstem.cli.internal.option.Bar;
import org.sstem.damage.Detection;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.PngCodec;
import org.sstem.internal.file.SectionCodec;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.tiff.TiffCodec;
import org.sstem.internal.json.RecordText;
import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;
import org.sstem.internal.progress.Cancellation;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The folder of a part: for each of its sections the pixels, the provenance, and what is told of it. Its manifest records
 * what decides the result, as that of the whole stack does.
 */
public final class PartFolder {

    /** What the record of a part says beside that of the stack. */
    static final String PART = "part";

    static final String HEAD = "part.json";
    private static final PngCodec CODES = new PngCodec();

    private final Path target;
    private final Map<String, String> record;
    private final Permission permission;

    /**
     * Names a part to be written.
     *
     * @param target     the folder
     * @param part       which part it is, in words
     * @param recipe     what decides the result of the whole stack
     * @param permission what may happen to what is there already
     */
    public PartFolder(Path target, String part, Map<String, String> recipe, Permission permission) {
        this.target = target;
        this.record = new LinkedHashMap<>(recipe);
        this.record.put(PART, part);
        this.permission = permission;
    }

    /**
     * What a part is of.
     *
     * @param stack    pixel type, width, height and number of sections of the stack, in words
     * @param damaged  all damaged sections of the stack
     * @param sections those of the part
     * @param levels   where black is in the stack
     */
    record Head(String stack, List<Integer> damaged, List<Integer> sections, GreyLevels levels) {}

    /**
     * What is told of a section.
     *
     * @param repairs what was done
     * @param tissue  how much of it shows tissue
     */
    record Told(List<Repair> repairs, Detection.TissueShare tissue) {}

    static String words(StackReader<?> stack) {
        return PixelType.of(stack.type()).label() + ", " + stack.width() + " x " + stack.height() + " x "
                + stack.sections();
    }

    static SectionCodec codec(PixelType type) {
        return type == PixelType.FLOAT32 ? new TiffCodec() : new PngCodec();
    }

    static String pixels(int z, SectionCodec codec) {
        return number(z) + codec.extension();
    }

    static String codes(int z) {
        return number(z) + "_provenance" + CODES.extension();
    }

    static String told(int z) {
        return number(z) + ".json";
    }

    private static String number(int z) {
        return String.format(Locale.ROOT, "%04d", z);
    }

    /** Restores sections and writes them, one at a time. */
    public <T extends NativeType<T> & RealType<T>> void write(
            StackReader<T> stack, Restored<T> restored, List<Integer> sections, Bar bar) throws IOException {
        PixelType type = PixelType.of(stack.type());
        SectionCodec codec = codec(type);
        SectionHeader header = SectionHeader.of(target, type, stack.width(), stack.height());
        SectionHeader codes = SectionHeader.of(target, PixelType.UINT8, stack.width(), stack.height());
        try (WholeFolder folder = WholeFolder.forFolder(target, record, permission)) {
            Set<String> there = folder.names();
            if (!folder.isComplete() && !there.contains(HEAD)) {
                Head head =
                        new Head(words(stack), List.copyOf(restored.damagedSections()), sections, restored.levels());
                folder.add(HEAD, file -> Files.writeString(file, RecordText.of(head)));
            }
            int done = 0;
            for (int z : sections) {
                Cancellation.check("before section " + z);
                // What is told of a section is written last.
                if (!folder.isComplete() && !there.contains(told(z))) {
                    RestoredSection<T> section = restored.section(z);
                    Told told = new Told(section.repairs(), restored.tissue(z));
                    folder.add(pixels(z, codec), file -> codec.write(file, header, type.rawPixels(section.pixels())));
                    folder.add(
                            codes(z),
                            file -> CODES.write(file, codes, PixelType.UINT8.rawPixels(section.provenance())));
                    folder.add(told(z), file -> Files.writeString(file, RecordText.of(told)));
                }
                bar.progress(++done, sections.size(), "section " + z);
            }
            folder.commit();
        }
    }
}
