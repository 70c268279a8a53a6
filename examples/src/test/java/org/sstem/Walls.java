package org.sstem;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

/** What the walls between exported packages, internals and foreign libraries forbid. */
final class Walls {

    /** Packages that are programs, not library: only they may print and exit. */
    private static final String[] PROGRAMS = {"org.sstem.cli..", "org.sstem.examples..", "org.sstem.bench.."};

    static final DescribedPredicate<JavaClass> LIBRARY =
            DescribedPredicate.not(resideInAnyPackage(PROGRAMS)).as("library classes");

    /** Types that a user can see: public all the way out, in a package that is not internal. */
    static final DescribedPredicate<JavaClass> EXPORTED = LIBRARY.and(
                    DescribedPredicate.describe("public, outside the internals", Walls::exported))
            .as("exported types");

    /** Types of others that are exported: a job of Spark is a function of its context. */
    private static final List<String> OPEN = List.of("java.", "javax.", "net.imglib2.", "org.apache.spark.api.java.");

    private Walls() {}

    static boolean exported(JavaClass type) {
        return type.getPackageName().startsWith("org.sstem")
                && !type.getPackageName().contains(".internal")
                && visible(type);
    }

    private static boolean visible(JavaClass type) {
        boolean open = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return open && type.getEnclosingClass().map(Walls::visible).orElse(true);
    }

    private static boolean visible(JavaMember member) {
        return (member.getModifiers().contains(JavaModifier.PUBLIC)
                        || member.getModifiers().contains(JavaModifier.PROTECTED))
                && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean allowed(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        return base.isPrimitive()
                || OPEN.stream().anyMatch(base.getPackageName().concat(".")::startsWith)
                || exported(base);
    }

    /** Methods, constructors, fields, supertypes, type parameters and thrown types, with all their type arguments. */
    static ArchCondition<JavaClass> mentionOnlyExportedTypes() {
        return new ArchCondition<>("mention only exported types, ImgLib2's and the JDK's in what is public") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getSuperclass().ifPresent(s -> require(type, "extends", Stream.of(s), events));
                require(type, "implements", type.getInterfaces().stream(), events);
                require(type, "has a type parameter of", bounds(type.getTypeParameters()), events);
                for (JavaField field : type.getFields()) {
                    if (visible(field)) {
                        require(type, "field " + field.getName() + " is", Stream.of(field.getType()), events);
                    }
                }
                for (JavaCodeUnit unit : type.getCodeUnits()) {
                    if (visible(unit)) {
                        String name = unit.getName() + " mentions";
                        require(type, name, Stream.of(unit.getReturnType()), events);
                        require(type, name, unit.getParameterTypes().stream(), events);
                        require(type, name, bounds(unit.getTypeParameters()), events);
                        require(type, unit.getName() + " throws", unit.getThrowsClause().getTypes().stream(), events);
                    }
                }
            }
        };
    }

    private static Stream<? extends JavaType> bounds(Collection<? extends JavaTypeVariable<?>> parameters) {
        return parameters.stream().flatMap(p -> p.getBounds().stream());
    }

    private static void require(JavaClass item, String how, Stream<? extends JavaType> types, ConditionEvents events) {
        types.flatMap(t -> t.getAllInvolvedRawTypes().stream())
                .filter(raw -> !allowed(raw))
                .distinct()
                .forEach(raw -> events.add(
                        SimpleConditionEvent.violated(item, item.getName() + " " + how + " " + raw.getName())));
    }

    /** The package of internals that a class lies in, as in {@code org.sstem.internal.fold}; null outside of them. */
    static String room(JavaClass type) {
        String name = type.getPackageName();
        int at = name.indexOf(".internal.");
        if (at < 0) {
            return null;
        }
        int end = name.indexOf('.', at + ".internal.".length());
        return end < 0 ? name : name.substring(0, end);
    }

    /** The module that a class belongs to, by its package. */
    static String module(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        String third = parts.length > 2 ? parts[2] : "";
        return Set.of("store", "s3", "simulate", "net", "cuda", "spark", "cli", "bench", "examples")
                        .contains(third)
                ? third
                : "core";
    }

    /** Uses of another module's internals that are not listed. */
    static ArchCondition<JavaClass> enterOnlyListedInternals(Map<String, Set<String>> listed) {
        return new ArchCondition<>("use other modules' internals only where that is listed") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String module = module(type);
                Set<String> said = new TreeSet<>();
                type.getDirectDependenciesFromSelf().forEach(dependency -> {
                    JavaClass to = dependency.getTargetClass().getBaseComponentType();
                    String room = to.getPackageName().startsWith("org.sstem") ? room(to) : null;
                    if (room != null
                            && !module(to).equals(module)
                            && !listed.getOrDefault(module, Set.of()).contains(room)
                            && said.add(to.getName())) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " of " + module + " uses " + to.getName()));
                    }
                });
            }
        };
    }
}
