package org.sstem;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.planted.Planted;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

/** The walls: what is exported, and who may use whose internals. */
class WallsTest {

    /** Which rooms of another module's internals a module may enter. Add to it only what you can defend. */
    private static final Map<String, Set<String>> LISTED = Map.of(
            "store", rooms("file", "output", "progress", "tile"),
            "s3", with("org.sstem.store.internal.place", rooms("output")),
            "simulate",
                    rooms(
                            "image",
                            "json",
                            "tile",
                            "math",
                            "fold",
                            "precipitate",
                            "registration",
                            "report",
                            "output",
                            "file",
                            "progress"),
            "net",
                    rooms(
                            "image",
                            "tile",
                            "math",
                            "kernel",
                            "method",
                            "metric",
                            "sheet",
                            "precipitate",
                            "missing",
                            "report",
                            "file",
                            "output",
                            "progress"),
            "cuda", rooms("kernel", "image", "registration", "missing", "unfolding"),
            "spark",
                    with(
                            "org.sstem.simulate.internal.statistics",
                            rooms("detect", "file", "output", "plan", "progress", "tissue")));

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.sstem");

    private static Set<String> rooms(String... names) {
        return List.of(names).stream().map(n -> "org.sstem.internal." + n).collect(Collectors.toSet());
    }

    private static Set<String> with(String room, Set<String> rooms) {
        return Stream.concat(Stream.of(room), rooms.stream()).collect(Collectors.toSet());
    }

    @Test
    void whatIsExportedMentionsOnlyWhatIsExported() {
        classes().that(Walls.EXPORTED).should(Walls.mentionOnlyExportedTypes()).check(LIBRARY);
    }

    @Test
    void modulesEnterOnlyTheInternalsThatAreListed() {
        classes()
                .that(Walls.LIBRARY)
                .should(Walls.enterOnlyListedInternals(LISTED))
                .check(LIBRARY);
    }

    @Test
    void examplesUseOnlyWhatIsExported() {
        classes()
                .that()
                .resideInAPackage("org.sstem.examples..")
                .should(Walls.enterOnlyListedInternals(Map.of()))
                .check(LIBRARY);
    }

    @Test
    void thereAreFewExportedTypes() {
        Map<String, Long> byModule = LIBRARY.stream()
                .filter(Walls.EXPORTED)
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(Walls::module, Collectors.counting()));

        assertThat(byModule.get("core")).as("exported types of core").isBetween(20L, 30L);
        assertThat(byModule.values().stream().mapToLong(Long::longValue).sum())
                .as("exported types, %s", byModule)
                .isBetween(50L, 70L);
    }

    @Test
    void noPackageIsAWarehouse() {
        Map<String, Long> sizes = LIBRARY.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(25));
    }

    @ParameterizedTest
    @CsvSource({
        "Extends, extends",
        "Implements, implements",
        "Parameter, type parameter",
        "Field, field",
        "Argument, constructor",
        "TypeArgument, mentions",
        "Bound, mentions",
        "Throws, throws",
        "Foreign, mentions",
        "Array, mentions",
        "Nested, mentions"
    })
    void everyWayToMentionAnInternalTypeIsSeen(String planted, String how) {
        String report = violations(planted);

        assertThat(report).contains("Planted$" + planted);
        if (!how.equals("constructor")) {
            assertThat(report).contains(how);
        }
    }

    @Test
    void whatIsInternalMayBeUsedWhereNobodySeesIt() {
        assertThat(violations("Clean")).doesNotContain("Planted$Clean ");
    }

    private static String violations(String planted) {
        return classes()
                .that(Walls.EXPORTED)
                .and()
                .haveNameMatching(".*Planted\\$" + planted + "(\\$.*)?")
                .should(Walls.mentionOnlyExportedTypes())
                .evaluate(new ClassFileImporter().importPackagesOf(Planted.class))
                .getFailureReport()
                .toString();
    }

    @Test
    void anEntryIntoInternalsThatIsNotListedIsSeen() {
        ArchRule rule = classes().should(Walls.enterOnlyListedInternals(Map.of("simulate", Set.of())));

        String report = rule.evaluate(new ClassFileImporter()
                        .importClasses(org.sstem.simulate.PlantedUse.class, org.sstem.internal.image.Filters.class))
                .getFailureReport()
                .toString();

        assertThat(report).contains("PlantedUse of simulate uses org.sstem.internal.image.Filters");
    }
}
