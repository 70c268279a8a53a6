package org.sstem;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Names and numbers of files are the same wherever a program runs: nothing is formatted or changed in case by the
 * locale that happens to be the default, which may have digits of its own.
 */
@AnalyzeClasses(packages = "org.sstem", importOptions = DoNotIncludeTests.class)
class LocaleRuleTest {

    private static final Set<String> FORMATTING = Set.of("format", "printf", "formatted");
    private static final Set<String> CASES = Set.of("toLowerCase", "toUpperCase");
    private static final Set<String> FORMATTERS = Set.of(
            Formatter.class.getName(),
            DecimalFormat.class.getName(),
            NumberFormat.class.getName(),
            SimpleDateFormat.class.getName());

    private static final DescribedPredicate<JavaAccess<?>> DEPENDS_ON_THE_LOCALE =
            new DescribedPredicate<>("use the default locale: say Locale.ROOT") {
                @Override
                public boolean test(JavaAccess<?> access) {
                    String name = access.getTarget().getName();
                    JavaClass owner = access.getTargetOwner();
                    List<JavaClass> parameters = access.getTarget() instanceof CodeUnitAccessTarget target
                            ? target.getRawParameterTypes()
                            : null;
                    if (parameters == null || parameters.stream().anyMatch(type -> type.isEquivalentTo(Locale.class))) {
                        return false;
                    }
                    boolean text = owner.isEquivalentTo(String.class)
                            || owner.isAssignableTo(PrintStream.class)
                            || owner.isAssignableTo(PrintWriter.class)
                            || owner.isEquivalentTo(Console.class);
                    boolean formatter = FORMATTERS.contains(owner.getName())
                            && (name.equals("<init>") || name.startsWith("get") && name.endsWith("Instance"));
                    return text && FORMATTING.contains(name)
                            || owner.isEquivalentTo(String.class) && CASES.contains(name)
                            || formatter;
                }
            };

    @ArchTest
    static final ArchRule nothingDependsOnTheDefaultLocale =
            noClasses().should().accessTargetWhere(DEPENDS_ON_THE_LOCALE);

    /** What the rule is against. */
    static final class Offender {
        String name(int z) {
            return String.format("%04d", z);
        }
    }

    /** The same as a method reference. */
    static final class Referrer {
        List<String> names() {
            return List.of("A").stream().map(String::toLowerCase).toList();
        }
    }

    @Test
    void theRuleFindsCallsAndReferences() {
        for (Class<?> offender : List.of(Offender.class, Referrer.class)) {
            assertThatThrownBy(() ->
                            nothingDependsOnTheDefaultLocale.check(new ClassFileImporter().importClasses(offender)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(offender.getSimpleName());
        }
    }
}
