package org.sstem.simulate.internal.statistics;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sstem.simulate.Distribution;
import org.sstem.simulate.Figure;
import org.sstem.simulate.Figure.CurvePoint;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Draws measured numbers. Needs no display, but at least one font. Stateless. */
public final class Charts {

    /** Samples that an interval is drawn for: that of two is several times as wide as the plot. */
    private static final int LEAST_FOR_BARS = 3;

    private static final int WIDTH = 620;
    private static final int HEIGHT = 420;
    private static final int BINS = 16;
    /** Quantiles that stand for a distribution that is not given by samples. */
    private static final int SAMPLES = 800;

    /** Colours that colour-blind people tell apart (Okabe and Ito). */
    private static final Color[] COLOURS = {
        new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7), new Color(0x56b4e9)
    };

    private static final BasicStroke SOLID = new BasicStroke(2f);
    private static final BasicStroke DASHED =
            new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {6f, 4f}, 0f);

    private Charts() {}

    /** How a curve is drawn. */
    public enum Look {
        /** Points with their confidence intervals. */
        POINTS,
        LINE,
        DASHED_LINE
    }

    /**
     * One curve.
     *
     * @param colour curves of the same number have the same colour
     */
    public record Curve(String name, List<CurvePoint> points, Look look, int colour) {}

    /** A histogram: counts where there are samples, else shares of the distribution. */
    public static BufferedImage histogram(String title, String axis, Figure figure) {
        Distribution distribution = figure.quantiles().orElseThrow();
        boolean samples =
                figure.n() > 0 && figure.n() == distribution.quantiles().size();
        double[] values = new double[samples ? figure.n() : SAMPLES];
        for (int i = 0; i < values.length; i++) {
            values[i] = samples ? distribution.quantiles().get(i) : distribution.quantile((i + 0.5) / SAMPLES);
        }
        double low = distribution.quantile(0);
        double high = distribution.quantile(1);
        if (!(high > low)) {
            double room = Math.max(1e-3, 0.05 * Math.abs(low));
            low -= room;
            high += room;
        }
        int bins = samples ? Math.max(4, Math.min(BINS, (int) Math.ceil(2 * Math.cbrt(values.length)))) : BINS;
        double[] edges = new double[bins + 2];
        double[] heights = new double[bins + 2];
        for (int b = 0; b <= bins; b++) {
            edges[b] = low + (high - low) * b / bins;
        }
        edges[bins + 1] = high;
        for (double value : values) {
            int bin = (int) Math.min(bins - 1, (value - low) / (high - low) * bins);
            heights[bin] += samples ? 1 : 1.0 / SAMPLES;
        }
        // A step runs to the next point: the last bin needs its end, and then the ground.
        heights[bins] = heights[bins - 1];
        heights[bins + 1] = 0;
        XYChart chart = chart(title, axis, samples ? "how many" : "share");
        XYSeries series = chart.addSeries("values", edges, heights);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(COLOURS[0]);
        series.setFillColor(new Color(0x80_00_72_b2, true));
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisMin(0.0);
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** Curves in one frame; those without points are left out. The legend stands above the low end of the curves. */
    public static BufferedImage curves(
            String title, String x, String y, List<Curve> curves, boolean logarithmic, boolean rising) {
        XYChart chart = chart(title, x, y);
        chart.getStyler().setXAxisLogarithmic(logarithmic);
        // Where the curves are not.
        chart.getStyler().setLegendPosition(rising ? Styler.LegendPosition.InsideNW : Styler.LegendPosition.InsideNE);
        for (Curve curve : curves) {
            List<CurvePoint> points = curve.points().stream()
                    .filter(p -> Double.isFinite(p.mean()) && (!logarithmic || p.x() > 0))
                    .toList();
            if (!points.isEmpty()) {
                add(chart, curve, points);
            }
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static void add(XYChart chart, Curve curve, List<CurvePoint> points) {
        double[] x = points.stream().mapToDouble(CurvePoint::x).toArray();
        double[] y = points.stream().mapToDouble(CurvePoint::mean).toArray();
        double[] error = points.stream()
                .mapToDouble(p -> p.n() < LEAST_FOR_BARS ? 0 : p.high() - p.mean())
                .toArray();
        boolean dots = curve.look() == Look.POINTS;
        XYSeries series = dots ? chart.addSeries(curve.name(), x, y, error) : chart.addSeries(curve.name(), x, y);
        Color colour = COLOURS[curve.colour() % COLOURS.length];
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        series.setMarker(dots ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setXYSeriesRenderStyle(dots ? XYSeries.XYSeriesRenderStyle.Scatter : XYSeries.XYSeriesRenderStyle.Line);
        series.setLineStyle(curve.look() == Look.DASHED_LINE ? DASHED : SOLID);
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setLegendFont(plain)
                .setLegendBorderColor(new Color(0xdfe3e9))
                .setChartTitleFont(plain.deriveFont(Font.BOLD, 16f))
                .setChartTitleBoxVisible(false);
        chart.getStyler().setAxisTickLabelsFont(plain);
        chart.getStyler().setAxisTitleFont(plain);
        chart.getStyler().setPlotGridLinesColor(new Color(0xe4e7ec));
        chart.getStyler().setMarkerSize(7);
        chart.getStyler().setErrorBarsColorSeriesColor(true);
        chart.getStyler().setLocale(Locale.ROOT);
        return chart;
    }
}
