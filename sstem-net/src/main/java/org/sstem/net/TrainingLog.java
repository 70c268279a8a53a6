package org.sstem.net;

import org.sstem.internal.output.AtomicFile;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps what a training tells in a file of comma-separated values, one line a step and one before the first if there is
 * a validation, written as it goes; draws its curves.
 *
 * <p>Columns: step, loss, gradient_norm, rate, examples_per_second, and after validations validation_loss, psnr, ssim,
 * sharpness, true_sharpness, endpoint_error (empty otherwise). A training that goes on from a checkpoint goes on in the
 * file: lines of steps that are done once more are replaced. Memory does not grow with the number of steps. Not
 * thread-safe.
 */
public final class TrainingLog implements TrainingListener, AutoCloseable {

    private static final String HEAD = "step,loss,gradient_norm,rate,examples_per_second,validation_loss,psnr,ssim,"
            + "sharpness,true_sharpness,endpoint_error";

    private final Path file;
    private BufferedWriter out;

    /**
     * Names the file; nothing is written before the first step.
     *
     * @param file where to; if it is there, the training is taken to be a continuation of the one in it
     */
    public TrainingLog(Path file) {
        this.file = file;
    }

    /** One line. */
    record Line(long step, double loss, double rate, ValidationScores validation) {}

    /**
     * Writes the first line, that of step 0, in which only the validation has figures.
     *
     * @param scores scores before the first step
     * @throws UncheckedIOException if it cannot be written
     */
    @Override
    public void untrained(ValidationScores scores) {
        write(0, "0,,,,", Optional.of(scores));
    }

    /**
     * Writes a line.
     *
     * @param step what came of the step
     * @throws UncheckedIOException if it cannot be written
     */
    @Override
    public void step(TrainingStep step) {
        String figures = String.format(
                Locale.ROOT,
                "%d,%.9g,%.6g,%.6g,%.3f",
                step.step(),
                step.loss(),
                step.gradientNorm(),
                step.rate(),
                step.examplesPerSecond());
        write(step.step(), figures, step.validation());
    }

    private void write(long step, String figures, Optional<ValidationScores> validation) {
        StringBuilder line = new StringBuilder(figures);
        if (validation.isPresent()) {
            ValidationScores scores = validation.get();
            for (double value : new double[] {
                scores.loss(),
                scores.psnr(),
                scores.ssim(),
                scores.sharpness(),
                scores.trueSharpness(),
                scores.endpointError()
            }) {
                line.append(Double.isNaN(value) ? "," : String.format(Locale.ROOT, ",%.6g", value));
            }
        } else {
            line.append(",,,,,,");
        }
        try {
            if (out == null) {
                open(step);
            }
            out.write(line.append('\n').toString());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Keeps the lines of the steps before this one. */
    private void open(long step) throws IOException {
        StringBuilder kept = new StringBuilder(HEAD).append('\n');
        if (Files.exists(file)) {
            try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                in.readLine();
                String line = in.readLine();
                // A line that was being written when the run was ended has no end; it is of a step that is done again.
                while (line != null && number(line) < step) {
                    kept.append(line).append('\n');
                    line = in.readLine();
                }
            }
        }
        AtomicFile.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    private static long number(String line) {
        int comma = line.indexOf(',');
        return comma <= 0 ? Long.MAX_VALUE : Long.parseLong(line.substring(0, comma));
    }

    /** Reads all lines, one by one. */
    void read(Consumer<Line> lines) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            if (!HEAD.equals(in.readLine())) {
                throw new IOException(file + " is no log of a training");
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] cells = line.split(",", -1);
                if (cells.length == 11) {
                    lines.accept(parsed(cells));
                }
            }
        } catch (NumberFormatException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Line parsed(String... cells) {
        double[] values = new double[cells.length];
        for (int i = 0; i < cells.length; i++) {
            values[i] = cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]);
        }
        ValidationScores scores = cells[5].isEmpty()
                ? null
                : new ValidationScores(values[5], values[6], values[7], values[8], values[9], values[10]);
        return new Line(Long.parseLong(cells[0]), values[1], values[3], scores);
    }

    /**
     * Draws the curves of training and validation as PNG.
     *
     * @param png where to; replaced if it exists
     * @throws IOException if the log cannot be read or the picture not be written
     */
    public void writeCurves(Path png) throws IOException {
        AtomicFile.write(png, TrainingCurves.png(this));
    }

    /**
     * Closes the file. Closing twice does nothing; a further step opens it again.
     *
     * @throws IOException if it cannot be closed
     */
    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
