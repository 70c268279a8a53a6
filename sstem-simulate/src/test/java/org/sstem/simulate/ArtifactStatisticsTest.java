package org.sstem.simulate;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.method.SectionSource;
import org.sstem.simulate.ArtifactStatistics.MissingFigures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ArtifactStatisticsTest {

    private static final Damage MISSING = Damage.of(List.of(
            new DamagedSection(2, DamageKind.MISSING),
            new DamagedSection(5, DamageKind.MISSING),
            new DamagedSection(6, DamageKind.MISSING),
            new DamagedSection(9, DamageKind.PRECIPITATE)));

    @TempDir
    private Path folder;

    private final SectionSource stack =
            SyntheticTissue.builder().size(64, 64, 20).build();

    @Test
    void thePublishedNumbersAreThoseThatSimulatorsStartFrom() {
        ArtifactStatistics published = ArtifactStatistics.published();

        assertThat(published.distribution()).isEqualTo(DamageDistribution.published());
        assertThat(published.precipitates().transmission().get(2).at(0.5)).isCloseTo(0.3766, within(1e-3));
        assertThat(published.folds().amplitude()).hasSize(10);
    }

    @Test
    void statisticsSurviveTheirFileAndSimulatorsReadThem() throws IOException {
        Path file = folder.resolve("stats.json");
        ArtifactStatistics written = ArtifactStatistics.measure(stack, MISSING);
        written.write(file);
        ArtifactStatistics.published().write(folder.resolve("published.json"));

        ArtifactStatistics read = ArtifactStatistics.read(file);

        assertThat(read).isEqualTo(written);
        assertThat(ArtifactStatistics.read(folder.resolve("published.json"))).isEqualTo(ArtifactStatistics.published());
        assertThat(Files.readString(file)).contains("\"version\": 2");
        assertThat(DamageSimulator.builder()
                        .distribution(read.distribution())
                        .seed(1)
                        .build()
                        .apply(stack)
                        .damage()
                        .damagedSections())
                .isNotEmpty();
    }

    /** The file was written by the release before cracks, specks and natural folds. */
    @Test
    void aFileOfVersion1IsReadAsHavingNoneOfWhatItDidNotKnow() throws Exception {
        Path old = Path.of(
                ArtifactStatisticsTest.class.getResource("published-v1.json").toURI());

        ArtifactStatistics read = ArtifactStatistics.read(old);

        assertThat(Files.readString(old)).contains("\"version\": 1");
        assertThat(read).isEqualTo(ArtifactStatistics.published());
        assertThat(read.distribution().crackRate()).isZero();
        assertThat(read.distribution().fold().nature()).isEmpty();
    }

    @Test
    void missingSectionsAreCountedInRuns() {
        MissingFigures missing = ArtifactStatistics.measure(stack, MISSING).missing();

        assertThat(missing.rate().share()).isEqualTo(0.15);
        // Wilson's interval of 3 of 20, as statsmodels' proportion_confint gives it.
        assertThat(missing.rate().low()).isCloseTo(0.0524, within(1e-4));
        assertThat(missing.rate().high()).isCloseTo(0.3604, within(1e-4));
        assertThat(missing.run().n()).isEqualTo(2);
        assertThat(missing.run().quantiles().orElseThrow().quantiles()).containsExactly(1.0, 2.0);
    }

    @Test
    void whatCannotBeMeasuredIsSaid() {
        ArtifactStatistics statistics = ArtifactStatistics.measure(stack, MISSING);

        assertThat(statistics.remarks())
                .singleElement()
                .asString()
                .contains("section 9")
                .contains("mask");
        assertThat(statistics.precipitates().rate().count()).isEqualTo(1);
        assertThat(statistics.distribution().precipitate())
                .isEqualTo(DamageDistribution.published().precipitate());
    }

    @Test
    void aConfidenceIntervalIsStudents() {
        Figure figure = Figure.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0));

        // 3 -+ 2.7764 * sqrt(2.5 / 5)
        assertThat(figure.mean()).isEqualTo(3);
        assertThat(figure.low()).isCloseTo(3 - 1.9632, within(5e-3));
        assertThat(figure.high()).isCloseTo(3 + 1.9632, within(5e-3));
        assertThat(Figure.of(List.of(7.0)).low()).isNaN();
        assertThat(Figure.student(30)).isCloseTo(2.0423, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"version\": 2' | '\"version\": 3' | version 3",
                "'\"version\": 2' | '\"version\": 1.5' | version must be 1 to 2",
                "'\"version\": 2' | '\"version\": 1' | unknown field \"nature\" for version 1",
                "'\"version\": 2,' | '' | version must be 1",
                "'\"crackRate\": 0.0' | '\"crackRate\": 2' | crackRate must be 0 to 1",
                "'\"foldRate\": 0.032' | '\"foldRate\": 1.2' | foldRate must be 0 to 1",
                "'\"precipitateRate\": 0.026' | '\"precipitateRate\": \"often\"' | must be a number",
                "'\"rate\": 0.044' | '\"rate\": -0.1' | rate of missing sections",
                "'\"side\": [\n          50.0,\n          200.0\n        ]' | '\"side\": []' | at least one quantile",
                "'\"foldRate\": 0.032,' | '' | foldRate",
                "'\"foldRate\": 0.032,' | '\"foldRate\": 0.032, \"more\": 1,' | more",
            })
    void aFileThatIsWrongIsRefusedInOneSentence(String from, String to, String because) throws IOException {
        Path file = folder.resolve("stats.json");
        String text = ArtifactStatistics.published().json();
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to == null ? "" : to));

        assertThatIOException()
                .isThrownBy(() -> ArtifactStatistics.read(file))
                .withMessageStartingWith("statistics file " + file)
                .withMessageContaining(because)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void damageOfAnotherStackIsRefused() {
        Damage beyond = Damage.of(List.of(new DamagedSection(20, DamageKind.FOLD)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArtifactStatistics.measure(stack, beyond))
                .withMessageContaining("0 to 19");
    }

    @Test
    void withoutAnUndamagedSectionThereIsNothingToMeasureBy() {
        Damage all = Damage.of(IntStream.range(0, 20)
                .mapToObj(z -> new DamagedSection(z, DamageKind.FOLD))
                .toList());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArtifactStatistics.measure(stack, all))
                .withMessageContaining("at least one must be intact");
    }

    @Test
    void everyFigureOfAMeasurementSaysHowManySamplesItRestsOn() throws IOException {
        JsonObject all = JsonParser.parseString(
                        ArtifactStatistics.measure(stack, MISSING).json())
                .getAsJsonObject();

        for (String kind : List.of("folds", "precipitates", "missing")) {
            JsonObject figures = all.getAsJsonObject(kind);
            assertThat(figures.entrySet()).isNotEmpty().allSatisfy(figure -> {
                JsonElement value = figure.getValue();
                if (value.isJsonObject()) {
                    JsonObject one = value.getAsJsonObject();
                    assertThat(one.has("n") || one.has("of"))
                            .as(figure.getKey())
                            .isTrue();
                    assertThat(one.keySet()).contains("low", "high");
                } else {
                    assertThat(value.isJsonArray()).isTrue();
                }
            });
        }
    }
}
