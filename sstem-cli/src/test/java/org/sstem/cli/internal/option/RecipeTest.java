package org.sstem.cli.internal.option;

import org.junit.jupiter.api.Test;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class RecipeTest {

    private static String damage(boolean found) throws IOException {
        boolean[] pixels = new boolean[64];
        pixels[9] = true;
        DamagedSection entry =
                new DamagedSection(1, DamageKind.PRECIPITATE, Optional.of(SectionMask.of(8, 8, pixels)), found);
        return new Recipe().damage(Damage.of(List.of(entry))).parts().get("damage");
    }

    @Test
    void theVersionDecidesTheResult() {
        assertThat(new Recipe().parts()).containsEntry("version of sstem", Version.current());
    }

    @Test
    void damageThatWasMadeOutIsNotDamageThatWasDrawn() throws IOException {
        assertThat(damage(true)).isNotEqualTo(damage(false)).isEqualTo(damage(true));
    }
}
