package org.sstem.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.sstem.ProgressListener;

/** A progress bar on standard error. */
final class Bar implements ProgressListener, AutoCloseable {

    private static final int WIDTH = 100;
    private static final int UPDATE_MS = 500;

    private final ProgressBar bar;

    Bar(String task) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
    }

    @Override
    public void progress(long done, long total, String what) {
        bar.maxHint(total).stepTo(done).setExtraMessage(" " + what);
    }

    /** The bar waits for its last picture, and would take an interruption of the thread away. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        bar.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
