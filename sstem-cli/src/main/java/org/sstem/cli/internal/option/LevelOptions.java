package org.sstem.cli.internal.option;

import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.sstem.damage.SectionMask;
import org.sstem.internal.file.Recipe;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.StackReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a person knows of a stack's tissue and of its black. */
public final class LevelOptions {

    private static final double TYPICAL_RANGE = 1;

    @Option(
            names = "--black",
            paramLabel = "GREY",
            description = "Grey value of no light, as the stack holds it; estimated from its tissue unless given.")
    private Double black;

    @Option(
            names = "--no-tissue",
            paramLabel = "DIR",
            description =
                    "Masks mask_ZZZZ.png, white where a section has no tissue: padding, borders. Without, what one"
                            + " grey value fills up to the border is taken for that.")
    private Path noTissue;

    /** Refuses what is no grey value. */
    public void check(CommandSpec spec) {
        Usage.require(black == null || Double.isFinite(black), spec, "--black must be a grey value, was " + black);
    }

    /** The levels, where they are given. */
    public Optional<GreyLevels> levels(StackReader<?> stack) {
        if (black == null) {
            return Optional.empty();
        }
        double scale =
                stack.type() instanceof UnsignedByteType ? 255 : stack.type() instanceof UnsignedShortType ? 65535 : 1;
        double scaled = black / scale;
        return Optional.of(GreyLevels.of(scaled, Math.max(TYPICAL_RANGE, scaled + TYPICAL_RANGE)));
    }

    /** The folder of masks that is read; null if there is none. */
    public Path masks() {
        return noTissue;
    }

    /** Adds what the result depends on. */
    public void addTo(Recipe recipe) throws IOException {
        recipe.with("black", black).masks("places without tissue", noTissue);
    }

    /** The masks, where they are given; each is checked against the stack. */
    public Map<Integer, SectionMask> absent(StackReader<?> stack) throws IOException {
        Map<Integer, SectionMask> masks = new HashMap<>();
        if (noTissue == null) {
            return masks;
        }
        if (!Files.isDirectory(noTissue)) {
            throw new IOException("--no-tissue " + noTissue + " is no directory");
        }
        for (int z = 0; z < stack.sections(); z++) {
            Path file = noTissue.resolve(String.format(Locale.ROOT, "mask_%04d.png", z));
            if (Files.exists(file)) {
                SectionMask mask = SectionMask.open(file);
                if (mask.width() != stack.width() || mask.height() != stack.height()) {
                    throw new IOException(file + " is " + mask.width() + " x " + mask.height() + ", the stack is "
                            + stack.width() + " x " + stack.height());
                }
                masks.put(z, mask);
            }
        }
        if (masks.isEmpty()) {
            throw new IOException("--no-tissue " + noTissue + " holds no mask_ZZZZ.png of a section of the stack");
        }
        return masks;
    }
}
