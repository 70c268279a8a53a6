package org.sstem.cli.internal.option;

import org.sstem.net.Engine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the command line calls engines: their names in small letters with hyphens. */
public final class EngineName implements ITypeConverter<Engine> {

    public static String of(Engine engine) {
        return engine.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Engine convert(String name) {
        return Arrays.stream(Engine.values())
                .filter(engine -> of(engine).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("must be one of "
                        + Arrays.stream(Engine.values()).map(EngineName::of).collect(Collectors.joining(", "))
                        + ", was " + name));
    }
}
