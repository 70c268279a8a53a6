package org.sstem.cli.internal.option;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.sstem.ProgressListener;

import java.io.PrintStream;
import java.time.Duration;

/** How far a command is, on standard error: a bar on a terminal, now and then a line elsewhere, or nothing. */
public final class Bar implements ProgressListener, AutoCloseable {

    private static final int WIDTH = 100;
    private static final int UPDATE_MS = 500;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final ProgressListener shown;
    private final Runnable end;

    private Bar(ProgressListener shown, Runnable end) {
        this.shown = shown;
        this.end = end;
    }

    static Bar silent() {
        return new Bar((done, total, what) -> {}, () -> {});
    }

    /** Draws a bar where a person looks on, and prints lines where a file does. */
    static Bar of(String task) {
        return System.console() == null ? lines(task, System.err) : picture(task);
    }

    private static Bar picture(String task) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
        return new Bar((done, total, what) -> bar.maxHint(total).stepTo(done).setExtraMessage(" " + what), bar::close);
    }

    private static Bar lines(String task, PrintStream to) {
        long[] due = {System.nanoTime()};
        return new Bar(
                (done, total, what) -> {
                    long now = System.nanoTime();
                    if (now - due[0] >= 0 || done == total) {
                        due[0] = now + BETWEEN_LINES.toNanos();
                        to.println(task + ": " + done + " of " + total + ", " + what);
                    }
                },
                () -> {});
    }

    @Override
    public void progress(long done, long total, String what) {
        shown.progress(done, total, what);
    }

    /** A bar waits for its last picture, and would take an interruption of the thread away. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        end.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
