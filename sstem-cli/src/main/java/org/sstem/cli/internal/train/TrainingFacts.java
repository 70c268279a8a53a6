package org.sstem.cli.internal.train;

import org.sstem.net.TrainingResult;
import org.sstem.net.TrainingStep;
import org.sstem.net.ValidationScores;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a training goes on and what came of it, in words and numbers. */
public final class TrainingFacts {

    private TrainingFacts() {}

    /** A step, for the bar. */
    public static String words(TrainingStep step) {
        Duration left = step.remaining();
        return String.format(
                Locale.ROOT,
                "loss %.4g, %.1f examples/s, %d:%02d:%02d left",
                step.loss(),
                step.examplesPerSecond(),
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart());
    }

    /**
     * One line for the model file.
     *
     * @param network what was trained, in words
     */
    public static String summary(String network, TrainingResult result) {
        StringBuilder summary = new StringBuilder(
                String.format(Locale.ROOT, "%s, %d steps, best after %d", network, result.steps(), result.bestStep()));
        if (result.kept() < 1) {
            summary.append(String.format(Locale.ROOT, ", %.1f of the change kept", result.kept()));
        }
        result.best().ifPresent(best -> scores(best)
                .forEach((name, score) -> summary.append(String.format(Locale.ROOT, ", %s %.4g", name, score))));
        return summary.toString();
    }

    /**
     * What is printed in the end.
     *
     * @param model      the file that was written
     * @param parameters how many the network has
     */
    public static Map<String, Object> of(Path model, long parameters, TrainingResult result) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", model.toString());
        facts.put("parameters", parameters);
        facts.put("steps", result.steps());
        facts.put("best step", result.bestStep());
        facts.put("stopped early", result.early());
        facts.put("loss", result.loss());
        facts.put("share of the change kept", result.kept());
        result.best().ifPresent(best -> facts.putAll(scores(best)));
        return facts;
    }

    /** What the validation came to; images have no endpoint error, flows nothing else. */
    private static Map<String, Double> scores(ValidationScores best) {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("validation loss", best.loss());
        scores.put("validation PSNR", best.psnr());
        scores.put("validation SSIM", best.ssim());
        scores.put("validation sharpness", best.sharpness());
        scores.put("true sharpness", best.trueSharpness());
        scores.put("validation endpoint error", best.endpointError());
        scores.values().removeIf(score -> Double.isNaN(score));
        return scores;
    }
}
