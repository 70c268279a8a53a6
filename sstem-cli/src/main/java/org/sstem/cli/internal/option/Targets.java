package org.sstem.cli.internal.option;

import org.sstem.damage.Damage;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.output.OutputCheck;
import org.sstem.internal.output.OutputLock;
import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;
import org.sstem.stack.StackWriter;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All places that a command reads and writes, checked before its work begins: no output is, contains or lies in an input
 * or another output; what exists may be replaced; nobody else is writing. Until it is closed the outputs belong to this
 * run.
 */
public final class Targets implements AutoCloseable {

    private final CommandSpec spec;
    private final Permission permission;
    private final OutputCheck rule = new OutputCheck();
    private final List<Path> places = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final List<String> stacks = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final List<OutputLock> locks = new ArrayList<>();

    public Targets(CommandSpec spec, Permission permission) {
        this.spec = spec;
        this.permission = permission;
    }

    /** A file or folder that is read; null if there is none. */
    public Targets in(String what, Path file) throws IOException {
        rule.input(what, file);
        return this;
    }

    /** Files that are read. */
    public Targets in(String what, Collection<Path> files) throws IOException {
        for (Path file : files) {
            in(what, file);
        }
        return this;
    }

    /** A stack that is read, named as commands name stacks. */
    public Targets inStack(String what, String stack) throws IOException {
        return in(what, StackPlace.parse(stack).file().orElse(null));
    }

    /** Several stacks that are read. */
    public Targets inStacks(String what, Collection<String> stacks) throws IOException {
        for (String stack : stacks) {
            inStack(what, stack);
        }
        return this;
    }

    /** The masks that a damage file names; null if there is none. */
    public Targets masks(String what, Damage damage) throws IOException {
        if (damage != null) {
            for (DamagedSection entry : damage.entries()) {
                rule.input(
                        "a mask of " + what,
                        entry.mask().flatMap(SectionMask::file).orElse(null));
            }
        }
        return this;
    }

    /** A file that is written; null if there is none. */
    public Targets file(String what, Path file) throws IOException {
        if (file != null) {
            rule.output(what, file);
            files.add(file);
            places.add(file);
        }
        return this;
    }

    /** A stack that is written; null if there is none. */
    public Targets stack(String what, String stack) throws IOException {
        if (stack != null) {
            Usage.check(spec, what, () -> StackWriter.to(stack));
            stacks.add(stack);
            built(what, Stacks.file(stack));
        }
        return this;
    }

    /** A folder that is written as a whole; null if there is none. */
    public Targets folder(String what, Path folder) throws IOException {
        if (folder != null) {
            folders.add(folder);
            built(what, folder);
        }
        return this;
    }

    private Targets built(String what, Path place) throws IOException {
        rule.output(what, place);
        rule.output("the unfinished " + what, WholeFolder.workOf(place));
        places.add(place);
        return this;
    }

    /** A place that is written and whose contents the command itself looks after. */
    public Targets place(String what, Path place) throws IOException {
        rule.output(what, place);
        places.add(place);
        return this;
    }

    /** Checks everything, and keeps other runs away. */
    public Targets check() throws IOException {
        checkRule();
        try {
            makeFolders();
            reserve();
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Checks everything as far as that goes without making folders or keeping other runs away. */
    Targets foresee() throws IOException {
        checkRule();
        for (Path file : files) {
            if (Files.isDirectory(file.toAbsolutePath().normalize().getParent())) {
                checkFile(file);
            }
        }
        checkBuilt();
        return this;
    }

    private void checkRule() throws IOException {
        try {
            rule.check();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Folders that outputs are to lie in are made, as the commands' users expect of them. */
    private void makeFolders() throws IOException {
        for (Path target : places) {
            Path folder = target.toAbsolutePath().normalize().getParent();
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new IOException(
                        target + " cannot be written: " + folder + " must be a folder that can be written to", e);
            }
        }
    }

    private void reserve() throws IOException {
        for (Path file : files) {
            checkFile(file);
        }
        for (Path place : places) {
            if (Files.isDirectory(place.toAbsolutePath().normalize().getParent())) {
                locks.add(OutputLock.reserve(place));
            }
        }
        checkBuilt();
    }

    private void checkBuilt() throws IOException {
        for (String stack : stacks) {
            BuildOptions.writer(permission, stack, Optional.empty(), Map.of()).check();
        }
        for (Path folder : folders) {
            WholeFolder.check(folder, false, permission);
        }
    }

    /** Refuses a file that could not be written; once more before it is written, as it may have come meanwhile. */
    public void checkFile(Path file) throws IOException {
        Path place = file.toAbsolutePath();
        if (Files.isDirectory(place)) {
            throw new IOException(file + " is a directory; a file is written");
        }
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            if (!permission.overwrite()) {
                throw new IOException(file + " exists already; --overwrite replaces it");
            }
            if (Files.exists(place) && !Files.isRegularFile(place)) {
                throw new IOException(file + " is no regular file, so it cannot be replaced");
            }
        }
        Path folder = place.getParent();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IOException(file + " cannot be written: " + folder + " must be a folder that can be written to");
        }
    }

    /** Everything that is written. */
    public List<String> places() {
        return places.stream().map(Path::toString).toList();
    }

    /** Sets the outputs free. */
    @Override
    public void close() throws IOException {
        for (OutputLock lock : locks) {
            lock.close();
        }
    }
}
