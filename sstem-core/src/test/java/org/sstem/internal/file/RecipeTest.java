package org.sstem.internal.file;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class RecipeTest {

    private static String damage(DamageKind kind, boolean found) throws IOException {
        boolean[] pixels = new boolean[64];
        pixels[9] = true;
        DamagedSection entry = new DamagedSection(1, kind, Optional.of(SectionMask.of(8, 8, pixels)), found);
        return new Recipe().damage(Damage.of(List.of(entry))).parts().get("damage");
    }

    @Test
    void theVersionDecidesTheResult() {
        assertThat(new Recipe().parts()).containsEntry("version of sstem", Recipe.version());
    }

    private static String stack(String place) throws IOException {
        return new Recipe().stack("input", place).parts().get("input");
    }

    @Test
    void aStackIsKnownByNamesSizesAndTimesOfItsFiles(@TempDir Path folder) throws IOException {
        FileTime time = FileTime.fromMillis(1_000_000);
        Path section = Files.writeString(folder.resolve("0.png"), "one");
        Files.setLastModifiedTime(section, time);
        String before = stack(folder.toString());
        assertThat(stack(folder.toString())).as("unchanged").isEqualTo(before);

        Path renamed = Files.move(section, folder.resolve("1.png"));
        assertThat(stack(folder.toString())).as("another name").isNotEqualTo(before);
        Files.move(renamed, section);
        Files.writeString(section, "other");
        Files.setLastModifiedTime(section, time);
        assertThat(stack(folder.toString())).as("another size").isNotEqualTo(before);
        Files.writeString(section, "one");
        assertThat(stack(folder.toString())).as("another time").isNotEqualTo(before);
        Files.setLastModifiedTime(section, time);
        assertThat(stack(folder.toString())).as("as it was").isEqualTo(before);
    }

    @Test
    void twoDatasetsOfAFileAreTwoStacks(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("v.h5"), "datasets");

        assertThat(stack(folder + "/v.h5:/a")).isNotEqualTo(stack(folder + "/v.h5:/b"));
    }

    @Test
    void anotherKindOfDamageIsOtherDamage() throws IOException {
        assertThat(damage(DamageKind.PRECIPITATE, true)).isNotEqualTo(damage(DamageKind.FOLD, true));
    }

    @Test
    void damageThatWasMadeOutIsNotDamageThatWasDrawn() throws IOException {
        String found = damage(DamageKind.PRECIPITATE, true);

        assertThat(damage(DamageKind.PRECIPITATE, false)).isNotEqualTo(found);
        assertThat(damage(DamageKind.PRECIPITATE, true)).isEqualTo(found);
    }
}
