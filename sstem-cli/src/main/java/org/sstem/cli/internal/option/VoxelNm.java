package org.sstem.cli.internal.option;

import org.sstem.stack.VoxelSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a voxel as typed, in nanometres: {@code 4x4x45}. */
public final class VoxelNm implements ITypeConverter<VoxelSize> {

    private static final String NUMBER = "(\\d{1,6}(?:\\.\\d{1,6})?)";
    private static final Pattern FORM = Pattern.compile(NUMBER + "x" + NUMBER + "x" + NUMBER);

    @Override
    public VoxelSize convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is not of the form XxYxZ, as in 4x4x45");
        }
        try {
            return new VoxelSize(
                    Double.parseDouble(form.group(1)),
                    Double.parseDouble(form.group(2)),
                    Double.parseDouble(form.group(3)));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' has a zero: " + e.getMessage());
        }
    }
}
