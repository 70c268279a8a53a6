package org.sstem.internal.file;

import java.util.Locale;
import java.util.OptionalDouble;

/** Units of length as programs write them. */
public final class LengthUnit {

    private LengthUnit() {}

    /** Nanometres of a unit; empty if it is none that is known. */
    public static OptionalDouble nanometres(String unit) {
        // ImageJ escapes what is not ASCII; the micro sign and the Greek letter are two characters.
        String name = unit.strip()
                .replace("\\u00B5", "u")
                .replace("\\u00b5", "u")
                .replace('\u00b5', 'u')
                .replace('\u03bc', 'u');
        return switch (name) {
            // Of these only the case tells the one from the other.
            case "Mm", "Pm" -> OptionalDouble.empty();
            default -> named(name.toLowerCase(Locale.ROOT));
        };
    }

    private static OptionalDouble named(String name) {
        return switch (name) {
            case "pm", "picometer", "picometre" -> OptionalDouble.of(1e-3);
            case "\u00e5", "\u212b", "angstrom", "\u00e5ngstr\u00f6m" -> OptionalDouble.of(0.1);
            case "nm", "nanometer", "nanometre", "nanometers", "nanometres" -> OptionalDouble.of(1);
            case "um", "micron", "microns", "micrometer", "micrometre", "micrometers", "micrometres" ->
                OptionalDouble.of(1e3);
            case "mm", "millimeter", "millimetre", "millimeters", "millimetres" -> OptionalDouble.of(1e6);
            case "cm", "centimeter", "centimetre", "centimeters", "centimetres" -> OptionalDouble.of(1e7);
            case "in", "inch", "inches", "\"" -> OptionalDouble.of(2.54e7);
            case "m", "meter", "metre", "meters", "metres" -> OptionalDouble.of(1e9);
            default -> OptionalDouble.empty();
        };
    }

    /** Tells whether a unit only says that there is none. */
    public static boolean isNone(String unit) {
        return switch (unit.strip().toLowerCase(Locale.ROOT)) {
            case "", "pixel", "pixels", "px", "unit", "none", "null" -> true;
            default -> false;
        };
    }
}
