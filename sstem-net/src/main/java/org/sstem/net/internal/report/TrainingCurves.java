package org.sstem.net.internal.report;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sstem.net.ValidationScores;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Draws the log of a training: loss, learning rate, and what validations gave. */
public final class TrainingCurves {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 320;
    /** Points a curve has at most; neighbouring steps are averaged. */
    private static final int POINTS = 600;
    /** Beyond the least and the largest value, as a share of what is between them. */
    private static final double ROOM = 0.08;

    private final Thinned loss = new Thinned();
    private final Thinned rate = new Thinned();
    private final List<LogFile.Line> validations = new ArrayList<>();

    private TrainingCurves() {}

    public static byte[] png(LogFile log) throws IOException {
        TrainingCurves curves = new TrainingCurves();
        log.read(curves::add);
        List<BufferedImage> charts = new ArrayList<>();
        for (XYChart chart : curves.charts()) {
            charts.add(BitmapEncoder.getBufferedImage(chart));
        }
        BufferedImage all = new BufferedImage(WIDTH, HEIGHT * charts.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        for (int i = 0; i < charts.size(); i++) {
            graphics.drawImage(charts.get(i), 0, i * HEIGHT, null);
        }
        graphics.dispose();
        return encode(all);
    }

    static byte[] encode(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        }
        return bytes.toByteArray();
    }

    private void add(LogFile.Line line) {
        if (line.step() > 0) {
            loss.add(line.step(), line.loss());
            rate.add(line.step(), line.rate());
        }
        if (line.validation() != null) {
            validations.add(line);
        }
    }

    private List<XYChart> charts() {
        List<XYChart> charts = new ArrayList<>();
        boolean logarithmic = loss.spansDecades() && validationsPositive();
        XYChart losses = chart("loss", logarithmic ? "0.0E0" : "0.00##");
        losses.getStyler().setYAxisLogarithmic(logarithmic).setLegendVisible(true);
        add(losses, "training", loss.x, loss.y, false);
        addValidation(losses, "validation", ValidationScores::loss);
        charts.add(losses);
        XYChart rates = chart("learning rate", "0.0E0");
        add(rates, "rate", rate.x, rate.y, false);
        charts.add(rates);
        addIfKnown(charts, "SSIM, validation", "0.000", "SSIM", ValidationScores::ssim, chart -> {});
        addIfKnown(charts, "PSNR, dB, validation", "0.00", "PSNR", ValidationScores::psnr, chart -> {});
        addIfKnown(charts, "sharpness, validation", "0.0000", "output", ValidationScores::sharpness, chart -> {
            addValidation(chart, "true section", ValidationScores::trueSharpness);
            chart.getStyler().setLegendVisible(true);
        });
        addIfKnown(
                charts,
                "endpoint error, px, validation",
                "0.00",
                "endpoint error",
                ValidationScores::endpointError,
                chart -> {});
        charts.stream().filter(chart -> !chart.getStyler().isYAxisLogarithmic()).forEach(TrainingCurves::leaveRoom);
        return charts;
    }

    private void addIfKnown(
            List<XYChart> charts,
            String title,
            String pattern,
            String name,
            ToDoubleFunction<ValidationScores> figure,
            Consumer<XYChart> more) {
        if (validations.stream().anyMatch(line -> Double.isFinite(figure.applyAsDouble(line.validation())))) {
            XYChart chart = chart(title, pattern);
            addValidation(chart, name, figure);
            more.accept(chart);
            charts.add(chart);
        }
    }

    /** Ends the axis a little beyond the curves, also where there is only a point: markers are not to be cut. */
    private static void leaveRoom(XYChart chart) {
        DoubleSummaryStatistics values = chart.getSeriesCollection().stream()
                .flatMapToDouble(series -> Arrays.stream(series.getYData()))
                .summaryStatistics();
        double span = values.getMax() - values.getMin();
        double room = span > 0 ? ROOM * span : Math.max(1e-6, ROOM * Math.abs(values.getMax()));
        chart.getStyler().setYAxisMin(values.getMin() - room).setYAxisMax(values.getMax() + room);
    }

    private boolean validationsPositive() {
        return validations.stream().allMatch(line -> line.validation().loss() > 0);
    }

    private static XYChart chart(String title, String pattern) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("step")
                .build();
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setLegendPosition(Styler.LegendPosition.OutsideE)
                .setLegendBorderColor(Color.WHITE)
                .setLegendVisible(false)
                .setAntiAlias(true);
        chart.getStyler()
                .setXAxisDecimalPattern("#,###")
                .setXAxisMin(0.0)
                .setXAxisTickMarkSpacingHint(90)
                .setYAxisDecimalPattern(pattern);
        return chart;
    }

    private void addValidation(XYChart chart, String name, ToDoubleFunction<ValidationScores> figure) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (LogFile.Line line : validations) {
            double value = figure.applyAsDouble(line.validation());
            if (Double.isFinite(value)) {
                x.add((double) line.step());
                y.add(value);
            }
        }
        add(chart, name, x, y, true);
    }

    private static void add(XYChart chart, String name, List<Double> x, List<Double> y, boolean marked) {
        if (!x.isEmpty()) {
            XYSeries series = chart.addSeries(name, x, y);
            series.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            series.setLineWidth(1.5f);
        }
    }

    /** A curve of many points, averaged so that few are left. */
    private static final class Thinned {

        private final List<Double> x = new ArrayList<>();
        private final List<Double> y = new ArrayList<>();
        private int each = 1;
        private int gathered;
        private double sumX;
        private double sumY;

        void add(double step, double value) {
            sumX += step;
            sumY += value;
            gathered++;
            if (gathered < each) {
                return;
            }
            x.add(sumX / gathered);
            y.add(sumY / gathered);
            gathered = 0;
            sumX = 0;
            sumY = 0;
            if (x.size() == 2 * POINTS) {
                halve(x);
                halve(y);
                each *= 2;
            }
        }

        private static void halve(List<Double> values) {
            for (int i = 0; i < POINTS; i++) {
                values.set(i, (values.get(2 * i) + values.get(2 * i + 1)) / 2);
            }
            values.subList(POINTS, 2 * POINTS).clear();
        }

        /** Whether a logarithmic axis is possible and has a few labels. */
        boolean spansDecades() {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double value : y) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return least > 0 && most > 100 * least;
        }
    }
}
