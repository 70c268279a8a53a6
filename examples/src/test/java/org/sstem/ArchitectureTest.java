package org.sstem;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.io.File;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.BaseStream;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The rules that keep the modules apart and the library quiet; the walls between them are in {@link WallsTest}. */
@AnalyzeClasses(packages = "org.sstem", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule storeKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage("org.sstem.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sstem.simulate..", "org.sstem.net..", "org.sstem.cuda..", "org.sstem.cli..");

    @ArchTest
    static final ArchRule nobodyKnowsTheStores = noClasses()
            .that()
            .resideOutsideOfPackages("org.sstem.store..", "org.sstem.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sstem.store..", "org.sstem.s3..")
            .because("formats, and the computers that keep stores, are found by their services");

    @ArchTest
    static final ArchRule s3KnowsOnlyCoreAndHowStoresAreRead = noClasses()
            .that()
            .resideInAPackage("org.sstem.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.sstem.simulate..",
                    "org.sstem.net..",
                    "org.sstem.cuda..",
                    "org.sstem.cli..",
                    "org.sstem.spark..",
                    "org.sstem.store.internal.write..",
                    "org.sstem.store.internal.chunk..",
                    "org.sstem.store.internal.zarr..",
                    "org.sstem.store.internal.n5..",
                    "org.sstem.store.internal.precomputed..");

    @ArchTest
    static final ArchRule theClientOfAmazonStaysInItsModule = noClasses()
            .that()
            .resideOutsideOfPackage("org.sstem.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule theInternalsOfStoreFormNoCycles =
            slices().matching("org.sstem.store.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule simulateKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage("org.sstem.simulate..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sstem.net..", "org.sstem.cuda..", "org.sstem.cli..");

    @ArchTest
    static final ArchRule netKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage("org.sstem.net..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sstem.simulate..", "org.sstem.cuda..", "org.sstem.cli..");

    @ArchTest
    static final ArchRule cudaKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage("org.sstem.cuda..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sstem.simulate..", "org.sstem.net..", "org.sstem.cli..");

    @ArchTest
    static final ArchRule sparkKnowsOnlyCoreAndSimulate = noClasses()
            .that()
            .resideInAPackage("org.sstem.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sstem.net..", "org.sstem.cuda..", "org.sstem.cli..");

    /** Whoever runs networks by ONNX Runtime may leave these libraries away. */
    @ArchTest
    static final ArchRule networksRunWithoutTheLibrariesThatTrain = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.sstem.net",
                    "org.sstem.net.internal.checkpoint..",
                    "org.sstem.net.internal.file..",
                    "org.sstem.net.internal.inference..",
                    "org.sstem.net.internal.method..",
                    "org.sstem.net.internal.plan..",
                    "org.sstem.net.internal.tile..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule theInternalsOfCoreFormNoCycles =
            slices().matching("org.sstem.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theInternalsOfNetFormNoCycles =
            slices().matching("org.sstem.net.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theInternalsOfSimulateFormNoCycles =
            slices().matching("org.sstem.simulate.internal.(*)..").should().beFreeOfCycles();

    /** Values such as roles and scores are shared; what a user opens, builds or trains rests on the internals. */
    @ArchTest
    static final ArchRule theInternalsOfNetDoNotKnowWhatIsBuiltOnThem = noClasses()
            .that()
            .resideInAPackage("org.sstem.net.internal..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.sstem\\.net\\.(Inference|Loss|ModelFile|Network|NetworkConfig|RestorationModel"
                    + "|Trainer|TrainerBuilder|TrainingLog|TrainingRecipe)");

    @ArchTest
    static final ArchRule theLibraryDoesNotExit = noClasses()
            .that(Walls.LIBRARY)
            .should()
            .callMethod(System.class, "exit", int.class)
            .because("a library reports by exceptions");

    @ArchTest
    static final ArchRule standardStreamsBelongToPrograms =
            classes().that(Walls.LIBRARY).should(notTouchStandardStreams());

    @ArchTest
    static final ArchRule loggingIsSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule nobodyMakesAPool = noClasses()
            .that(Walls.LIBRARY)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Executors.class)
            .orShould()
            .callConstructorWhere(target(owner(assignableTo(Executor.class))))
            .because("threads are those of the caller's context");

    /**
     * Two classes make threads of their own: training makes its next batches in one while it works, and ONNX Runtime is
     * made ready in one with a large stack, which is waited for. The threads of native code are as many as the caller's
     * context grants.
     */
    @ArchTest
    static final ArchRule theLibraryMakesNoThreads = noClasses()
            .that(Walls.LIBRARY)
            .and()
            .doNotHaveSimpleName("BatchQueue")
            .and()
            .doNotHaveSimpleName("OnnxSession")
            .should()
            .callConstructorWhere(target(owner(assignableTo(Thread.class))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Thread.class)))
                    .and(target(nameMatching("start|startVirtualThread|ofVirtual|ofPlatform"))))
            .orShould()
            .beAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(CompletableFuture.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Timer.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ForkJoinTask.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Cleaner.class)
            .orShould()
            .callMethodWhere(target(owner(assignableTo(BaseStream.class))).and(target(nameMatching("parallel"))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Arrays.class))).and(target(nameMatching("parallel.*"))))
            .because("a library uses the threads of its caller");

    /** Tasks gives work to the threads of the caller's context without leaving the caller idle. */
    @ArchTest
    static final ArchRule theCallerChoosesTheThreads = noClasses()
            .that(Walls.LIBRARY)
            .and()
            .doNotHaveFullyQualifiedName("org.sstem.net.internal.array.Tasks")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Executor.class)
            .orShould()
            .callMethod(java.util.Collection.class, "parallelStream")
            .because("an algorithm never makes a pool and takes no executor");

    /**
     * {@code volume.h5:/raw} is a name that Windows allows no path to have, so names of stacks become paths in one place.
     * The others make paths of names of masks and models, and of what was a path before.
     */
    @ArchTest
    static final ArchRule namesOfStacksBecomePathsInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("org.sstem.bench..", "org.sstem.examples..")
            .and()
            .doNotHaveSimpleName("StackPlace")
            .and()
            .haveNameNotMatching(".*\\.(Attempt|DamageJson|InfoCommand|Sstem|TiffDescription)")
            .should()
            .callMethod(Path.class, "of", String.class, String[].class)
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Paths.class))))
            .orShould()
            .callConstructor(File.class, String.class)
            .because("a stack is named by a text");

    private static ArchCondition<JavaClass> notTouchStandardStreams() {
        return new ArchCondition<>("not access the standard streams") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                item.getFieldAccessesFromSelf().stream()
                        .filter(access -> access.getTargetOwner().isEquivalentTo(System.class)
                                && access.getTarget().getName().matches("out|err|in"))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(item, access.getDescription())));
            }
        };
    }
}
