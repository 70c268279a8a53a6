package org.sstem.cli.internal.option;

import org.sstem.damage.DamageKind;
import org.sstem.net.Role;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names of {@link Role} on the command line; two of them have a short form. */
public final class RoleNames {

    private RoleNames() {}

    /**
     * Finds the role that is meant.
     *
     * @param command whose option it is
     * @param option  the option
     * @param name the role's own name, or {@code correction} or {@code fusion}
     * @param kind whose fusion it is, where that is not said
     * @throws ParameterException if none is meant
     */
    public static Role role(CommandLine command, String option, String name, DamageKind kind) {
        if (kind != DamageKind.FOLD && kind != DamageKind.PRECIPITATE) {
            throw new ParameterException(command, "--kind must be fold or precipitate, was " + kind.id());
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "correction" -> Role.PRECIPITATE_CORRECTION;
            case "fusion" -> kind == DamageKind.FOLD ? Role.FOLD_FUSION : Role.PRECIPITATE_FUSION;
            default ->
                Arrays.stream(Role.values())
                        .filter(role -> role.option().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow(() -> new ParameterException(
                                command,
                                option + " must be correction, fusion or one of " + names() + ", was " + name));
        };
    }

    private static String names() {
        return Arrays.stream(Role.values()).map(Role::option).collect(Collectors.joining(", "));
    }
}
