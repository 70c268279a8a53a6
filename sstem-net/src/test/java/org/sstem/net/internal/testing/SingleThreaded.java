package org.sstem.net.internal.testing;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.function.Executable;
import org.sstem.net.internal.array.NativeThreads;

import java.lang.reflect.Method;

/**
 * Runs tests on one thread, native operations too: the many small steps of a training are slow on several threads where
 * something else wants the processors.
 */
public final class SingleThreaded implements InvocationInterceptor {

    @Override
    public void interceptTestMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(test::proceed);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(test::proceed);
    }

    public static void run(Executable test) throws Throwable {
        Throwable[] thrown = new Throwable[1];
        Parallelization.runSingleThreaded(() -> {
            try (NativeThreads threads = new NativeThreads(1)) {
                test.execute();
            } catch (Throwable t) {
                thrown[0] = t;
            }
        });
        if (thrown[0] != null) {
            throw thrown[0];
        }
    }
}
