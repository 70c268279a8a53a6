package org.sstem.internal.method;

import org.junit.jupiter.api.Nested;
import org.sstem.damage.DamageKind;
import org.sstem.internal.fold.FoldMethod;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.internal.precipitate.PrecipitateMethod;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.method.RestorationMethod;

/** The methods without training keep the contract. */
class TrainingFreeContractTest {

    @Nested
    class Folds extends RestorationContract {

        @Override
        protected RestorationMethod method() {
            return new FoldMethod();
        }

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.FOLD, 200, 240, 1, 3);
        }

        @Override
        protected float tileTolerance() {
            return 1e-5f;
        }
    }

    @Nested
    class Sheets extends RestorationContract {

        @Override
        protected RestorationMethod method() {
            return SheetMethod.folds();
        }

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.FOLD, 200, 240, 1, 3);
        }

        @Override
        protected float tileTolerance() {
            return 1e-3f;
        }
    }

    @Nested
    class Precipitates extends RestorationContract {

        @Override
        protected RestorationMethod method() {
            return new PrecipitateMethod();
        }

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.PRECIPITATE, 240, 200, 1, 4);
        }
    }

    @Nested
    class MissingSections extends RestorationContract {

        @Override
        protected RestorationMethod method() {
            return new MissingSectionMethod();
        }

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.MISSING, 240, 200, 2, 5);
        }
    }
}
