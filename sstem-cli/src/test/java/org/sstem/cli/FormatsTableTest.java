package org.sstem.cli;

import org.junit.jupiter.api.Test;
import org.sstem.Restoration.Layer;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The table of formats in the README says what the formats that are found say of themselves. */
class FormatsTableTest {

    private static final Pattern NAME = Pattern.compile("`([^`]*)`");

    private static List<String[]> rows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../README.md"));
        int head = lines.indexOf("| stack | named | read | written | pyramid | layers |");
        assertThat(head).isPositive();
        return lines.stream()
                .skip(head + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(2).split(" *\\| *"))
                .toList();
    }

    @Test
    void everyFormatHasItsRowAndEveryRowIsTrue() throws Exception {
        Set<Class<?>> shown = new HashSet<>();
        for (String[] row : rows()) {
            Matcher names = NAME.matcher(row[1]);
            while (names.find()) {
                StackPlace place = StackPlace.parse(names.group(1));
                shown.add(place.format().getClass());
                boolean whole = place.inside().isEmpty() || names.group(1).contains(":/path");
                if (whole) {
                    assertRow(row, place);
                }
            }
        }

        assertThat(shown)
                .isEqualTo(ServiceLoader.load(StackFormat.class).stream()
                        .map(ServiceLoader.Provider::type)
                        .collect(Collectors.toSet()));
    }

    private static void assertRow(String[] row, StackPlace place) throws IOException {
        boolean written = catchThrowable(place::checkTarget) == null;
        StackSidecar stack = new StackSidecar(
                SectionHeader.of(place, PixelType.UINT8, 600, 9), 2, Optional.of(new VoxelSize(4, 4, 40)), false);
        boolean pyramid = written
                && place.format().assembly(place, stack) instanceof StackAssembly.Shared shared
                && shared.rounds().size() > 1;
        boolean layers = written && place.format().layer(place, Layer.DAMAGE).isPresent();

        assertThat(row[3].equals("no")).as("written: %s", place).isEqualTo(!written);
        assertThat(row[4]).as("pyramid: %s", place).isEqualTo(pyramid ? "yes" : "no");
        assertThat(row[5]).as("layers: %s", place).isEqualTo(layers ? "yes" : "no");
    }
}
