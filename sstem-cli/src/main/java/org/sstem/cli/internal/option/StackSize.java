package org.sstem.cli.internal.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a stack as typed: {@code 512x512x16}. */
public record StackSize(int width, int height, int sections) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})x(\\d{1,9})x(\\d{1,9})");

    @Override
    public String toString() {
        return width + "x" + height + "x" + sections;
    }

    /** Reads the form WxHxN. */
    public static final class Converter implements ITypeConverter<StackSize> {

        @Override
        public StackSize convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("'" + text + "' is not of the form WxHxN, as in 512x512x16");
            }
            StackSize size = new StackSize(
                    Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
            if (size.width < 1 || size.height < 1 || size.sections < 1) {
                throw new TypeConversionException("'" + text + "' has a zero: a stack is at least 1x1x1");
            }
            return size;
        }
    }
}
