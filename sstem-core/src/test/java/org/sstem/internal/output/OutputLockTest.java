package org.sstem.internal.output;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who may write an output within one process. */
class OutputLockTest {

    @TempDir
    private Path folder;

    private Path output() {
        return folder.resolve("out");
    }

    /** Tries to take the output in another thread. */
    private boolean isFree() throws Exception {
        FutureTask<Boolean> other = new FutureTask<>(() -> {
            OutputLock.acquire(output()).close();
            return true;
        });
        new Thread(other).start();
        try {
            return other.get();
        } catch (ExecutionException e) {
            assertThat(e).hasRootCauseInstanceOf(IOException.class).hasMessageContaining("is being written");
            return false;
        }
    }

    @Test
    void whatIsReservedStaysSoWhenAWriterHasEnded() throws Exception {
        try (OutputLock command = OutputLock.reserve(output())) {
            OutputLock writer = OutputLock.acquire(output());
            assertThatThrownBy(() -> OutputLock.acquire(output())).isInstanceOf(IOException.class);
            assertThat(isFree()).isFalse();
            writer.close();
            writer.close();

            assertThat(isFree()).as("the writer has ended, the command has not").isFalse();
            OutputLock.acquire(output()).close();
            assertThat(command).isNotNull();
        }
        assertThat(isFree()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatOnlyHasTheNameOfALockIsLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve(".out.sstem-lock"), "my diary");

        assertThatThrownBy(() -> OutputLock.acquire(output()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is in the way");

        assertThat(file).hasContent("my diary");
    }

    @Test
    void aLockThatARunLeftIsNoObstacle() throws Exception {
        Files.writeString(folder.resolve(".out.sstem-lock"), "sstem lock, process 1\n   ");

        OutputLock.acquire(output()).close();

        assertThat(folder).isEmptyDirectory();
    }
}
