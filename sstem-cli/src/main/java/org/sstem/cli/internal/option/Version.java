package org.sstem.cli.internal.option;

import org.sstem.internal.file.Recipe;
import picocli.CommandLine.IVersionProvider;

/** Reads the version from the jar's manifest. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"sstem " + current()};
    }

    public static String current() {
        return Recipe.version();
    }
}
