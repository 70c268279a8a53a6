package org.sstem.cli;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;

/**
 * Gives the fast kernels the module they need without the user having to type {@code --add-modules}.
 *
 * <p>A jar's manifest cannot name modules to add, and Java's public API puts a module that is added late under a class
 * loader of its own, where the compiler would not know its classes. Java itself adds modules late, the way it would have
 * at its start, when an agent attaches; that way in is used here. It is internal: the jar's manifest opens it
 * ({@code Add-Exports: java.base/jdk.internal.module}), and wherever it is closed or has changed, nothing happens and
 * the plain kernels run. Seen to work on Java 17 and 25, as fast as with the option, without its warning.
 */
final class VectorModule {

    static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /**
     * Adds the module, unless it is there, this Java has none, or the plain kernels are asked for.
     *
     * @param kernels what the property {@code sstem.kernels} says, or null
     * @return whether the module was added
     */
    static boolean add(String kernels) {
        if ("cpu-plain".equals(kernels)
                || ModuleLayer.boot().findModule(NAME).isPresent()
                || ModuleFinder.ofSystem().find(NAME).isEmpty()) {
            return false;
        }
        try {
            Class<?> modules = Class.forName("jdk.internal.module.Modules");
            Method load = modules.getMethod("loadModule", String.class);
            Method export = modules.getMethod("addExports", Module.class, String.class, Module.class);
            Module vector = (Module) load.invoke(null, NAME);
            // what java.base shows to this module alone: at the start there was nobody to show it to
            Module base = Object.class.getModule();
            for (ModuleDescriptor.Exports exported : base.getDescriptor().exports()) {
                if (exported.targets().contains(NAME)) {
                    export.invoke(null, base, exported.source(), vector);
                }
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return false;
        }
    }
}
