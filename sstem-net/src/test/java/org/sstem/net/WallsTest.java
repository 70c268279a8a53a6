package org.sstem.net;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sstem.net.internal.testing.Planted;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** What users see of this module, and which way its packages depend on each other. */
class WallsTest {

    private static final String EXPORTED = "org.sstem.net";

    /** What sstem-core exports; the packages of the contract of restoration and of progress as long as they stand alone. */
    private static final Set<String> CORE = Set.of(
            "org.sstem",
            "org.sstem.stack",
            "org.sstem.damage",
            "org.sstem.metric",
            "org.sstem.report",
            "org.sstem.method");

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(EXPORTED);

    private static final DescribedPredicate<JavaClass> SEEN = DescribedPredicate.describe(
            "exported", type -> type.getPackageName().equals(EXPORTED) && isSeen(type));

    private static final ArchCondition<JavaClass> MENTION_ONLY_EXPORTED_TYPES =
            new ArchCondition<>("mention only types of the JDK, of ImgLib2 and exported ones in what is seen of them") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    mentioned(type)
                            .filter(WallsTest::isHidden)
                            .distinct()
                            .forEach(hidden -> events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " mentions " + hidden.getName())));
                }
            };

    /** All that can be seen of a type from outside: supertypes, bounds, and of its members every type. */
    private static Stream<JavaClass> mentioned(JavaClass type) {
        Stream<JavaType> above = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> members = type.getMembers().stream()
                .filter(WallsTest::isSeen)
                .flatMap(member ->
                        member instanceof JavaField field ? Stream.of(field.getType()) : types((JavaCodeUnit) member));
        return Stream.of(above, bounds(type.getTypeParameters()), members)
                .flatMap(types -> types)
                .flatMap(mentioned -> mentioned.getAllInvolvedRawTypes().stream());
    }

    private static Stream<JavaType> types(JavaCodeUnit unit) {
        Stream<? extends JavaType> signature =
                Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
        Stream<? extends JavaType> thrown = unit.getExceptionTypes().stream();
        return Stream.concat(Stream.concat(signature, thrown), bounds(unit.getTypeParameters()));
    }

    private static Stream<JavaType> bounds(List<? extends JavaTypeVariable<?>> variables) {
        return variables.stream().flatMap(variable -> variable.getUpperBounds().stream());
    }

    private static boolean isSeen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    /** Whether a type is public, and all around it. */
    private static boolean isSeen(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(WallsTest::isSeen).orElse(true);
    }

    private static boolean isHidden(JavaClass mentioned) {
        JavaClass type = mentioned.getBaseComponentType();
        String home = type.getPackageName();
        boolean ours = home.equals(EXPORTED) || CORE.contains(home);
        return !type.isPrimitive()
                && !home.startsWith("java.")
                && !home.startsWith("net.imglib2")
                && !(ours && isSeen(type));
    }

    @Test
    void whatIsExportedMentionsNothingInternalOrForeign() {
        classes().that(SEEN).should(MENTION_ONLY_EXPORTED_TYPES).check(MODULE);
    }

    @Test
    void fewTypesAreExported() {
        assertThat(MODULE.stream().filter(SEEN).filter(JavaClass::isTopLevelClass))
                .hasSizeBetween(10, 22);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void aPlantedViolationIsSeen(Class<?> violation) {
        assertThat(violates(violation)).isTrue();
    }

    private static Stream<Class<?>> violations() {
        return Arrays.stream(Planted.class.getDeclaredClasses())
                .filter(type -> type != Planted.Clean.class && type != Planted.Failure.class);
    }

    @Test
    void whatIsInternalMayBeUsedWhereNobodySeesIt() {
        assertThat(violates(Planted.Clean.class)).isFalse();
    }

    private static boolean violates(Class<?> type) {
        return classes()
                .should(MENTION_ONLY_EXPORTED_TYPES)
                .evaluate(new ClassFileImporter().importClasses(type))
                .hasViolation();
    }

    @Test
    void internalPackagesDependOneWay() {
        slices().matching("org.sstem.net.internal.(*)..")
                .should()
                .beFreeOfCycles()
                .check(MODULE);
    }

    /** Values such as roles and scores are shared; what a user opens, builds or trains rests on the internals. */
    @Test
    void internalsDoNotKnowWhatIsBuiltOnThem() {
        noClasses()
                .that()
                .resideInAPackage("org.sstem.net.internal..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Inference.class,
                        Loss.class,
                        ModelFile.class,
                        Network.class,
                        NetworkConfig.class,
                        RestorationModel.class,
                        Trainer.class,
                        TrainerBuilder.class,
                        TrainingLog.class,
                        TrainingRecipe.class)
                .check(MODULE);
    }
}
