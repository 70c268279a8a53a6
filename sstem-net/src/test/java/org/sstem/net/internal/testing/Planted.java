package org.sstem.net.internal.testing;

import com.google.gson.Gson;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.damage.DamageKind;
import org.sstem.net.Role;
import org.sstem.net.internal.plan.Plan;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Classes that break the rule for exported signatures, each in one place, and one that keeps it. */
@SuppressWarnings("unused")
public final class Planted {

    private Planted() {}

    /** An internal exception. */
    public static final class Failure extends Exception {
        private static final long serialVersionUID = 1;
    }

    public static final class Returned {
        public Plan plan() {
            return null;
        }
    }

    public static final class ReturnedArray {
        public Plan[] plans() {
            return null;
        }
    }

    public static final class Taken {
        public void take(Plan plan) {}
    }

    public static class Protected {
        protected void take(Plan plan) {}
    }

    public static final class Constructed {
        public Constructed(Plan plan) {}
    }

    public static final class Held {
        public final Plan plan = null;
    }

    public static final class InATypeArgument {
        public Map<String, List<Plan>> plans() {
            return null;
        }
    }

    public static final class InAWildcard {
        public void take(List<? extends Plan> plans) {}
    }

    public static final class InABound {
        public <T extends Supplier<Plan>> void take(T supplier) {}
    }

    public static final class OfABound<T extends Supplier<Plan>> {}

    public abstract static class Implemented implements Supplier<Plan> {}

    public static class Extended extends Thread implements Comparable<Plan> {
        @Override
        public int compareTo(Plan other) {
            return 0;
        }
    }

    public static final class Thrown {
        public void fail() throws Failure {}
    }

    public static final class Foreign {
        public Gson gson() {
            return null;
        }
    }

    /** Keeps the rule: what is internal is private or known to the package alone. */
    public static final class Clean implements Supplier<List<? extends Img<FloatType>>> {
        private final Plan plan;

        Clean(Plan plan) {
            this.plan = plan;
        }

        public static Role of(Role role, DamageKind kind, int... widths) {
            return role;
        }

        Plan plan() {
            return plan;
        }

        @Override
        public List<Img<FloatType>> get() {
            return List.of();
        }
    }
}
