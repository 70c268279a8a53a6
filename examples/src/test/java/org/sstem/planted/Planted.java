package org.sstem.planted;

import com.google.gson.JsonElement;
import net.imglib2.converter.Converter;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.damage.DamageKind;
import org.sstem.internal.image.FlowImage;
import org.sstem.internal.kernel.KernelProvider;
import org.sstem.internal.kernel.Kernels;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One violation of the walls in each nested class; no code of the library. */
@SuppressWarnings("unused")
public final class Planted {

    private Planted() {}

    /** Internal supertype as a type argument. */
    public abstract static class Extends extends java.util.AbstractList<FlowImage> {}

    /** Internal interface. */
    public abstract static class Implements implements KernelProvider {}

    /** Internal bound of the class's own parameter. */
    public static class Parameter<T extends Kernels> {}

    /** Internal field, as a type argument. */
    public static class Field {
        public Optional<FlowImage> flow = Optional.empty();
    }

    /** Internal argument of a constructor. */
    public static class Argument {
        public Argument(FlowImage flow) {}
    }

    /** Internal type deep in type arguments. */
    public static class TypeArgument {
        public Map<String, List<? super FlowImage>> flows() {
            return Map.of();
        }
    }

    /** Internal bound of a method's parameter. */
    public static class Bound {
        public <K extends Kernels> void use(K kernels) {}
    }

    /** Internal exception: a class of its own, in an internal package. */
    public static class Throws {
        public void run() throws org.sstem.planted.internal.PlantedException {}
    }

    /** A type of a library. */
    public static class Foreign {
        public JsonElement json() {
            return null;
        }
    }

    /** Internal component of an array. */
    public static class Array {
        protected FlowImage[][] flows() {
            return null;
        }
    }

    /** Keeps the rule: what is internal is private or known to the package alone. */
    public static class Clean implements Supplier<List<? extends Img<FloatType>>> {
        private final FlowImage flow;

        Clean(FlowImage flow) {
            this.flow = flow;
        }

        public static DamageKind of(DamageKind kind, int... widths) {
            return kind;
        }

        FlowImage flow() {
            return flow;
        }

        @Override
        public List<Img<FloatType>> get() {
            return List.of();
        }
    }

    /** Internal type in a public nested type. */
    public static class Nested {
        /** Reached from outside. */
        public static class Inner {
            public Converter<FlowImage, FlowImage> converter() {
                return null;
            }
        }
    }
}
