package org.sstem.net.internal.report;

import org.sstem.net.ValidationScores;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The log of a training as it is read: comma-separated values, one line a step, the first line {@link #HEAD}.
 *
 * @param file the file
 */
public record LogFile(Path file) {

    /** Names of the columns. */
    public static final String HEAD = "step,loss,gradient_norm,rate,examples_per_second,validation_loss,psnr,ssim,"
            + "sharpness,true_sharpness,endpoint_error";

    /**
     * One line.
     *
     * @param step       step done; 0 for a validation before the first
     * @param loss       of the step
     * @param rate       of the step
     * @param validation null where there was none
     */
    public record Line(long step, double loss, double rate, ValidationScores validation) {}

    /** Reads all lines, one by one. */
    public void read(Consumer<Line> lines) throws IOException {
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
}
