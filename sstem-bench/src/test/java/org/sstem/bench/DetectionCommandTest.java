package org.sstem.bench;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

import static org.assertj.core.api.Assertions.assertThat;

class DetectionCommandTest {

    @Test
    void itTellsForEveryKindWhatWasFoundAndWhatWasNot() {
        StringWriter said = new StringWriter();

        int exit = Benchmarks.commandLine()
                .setOut(new PrintWriter(said))
                .execute("detection", "--size", "128", "--sections", "5", "--stacks", "1", "--clean", "1");

        assertThat(exit).isZero();
        assertThat(said.toString())
                .contains("128 x 128 px, stacks of 5 sections")
                .containsPattern("\\| missing sections \\| 2 \\| 2 \\| 1\\.000 \\(0\\.342 to 1\\.000\\)")
                .containsPattern("\\| folds, natural \\| 2 \\| ")
                .containsPattern("\\| crack \\| 5 \\| 0 \\| 0\\.0 \\(0\\.0 to 434\\.[0-9]\\)")
                .containsPattern("[0-9.]+ CPU s a megapixel");
    }
}
