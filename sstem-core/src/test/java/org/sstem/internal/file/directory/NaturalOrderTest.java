package org.sstem.internal.file.directory;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class NaturalOrderTest {

    @Test
    void numbersCountAndTextIsCompared() {
        List<String> names = List.of("z10.png", "z2.png", "a", "z2a", "Z3", "z", "z99999999999999999999", "10", "9");

        assertThat(names.stream().sorted(NaturalOrder.INSTANCE))
                .containsExactly("9", "10", "a", "z", "z2.png", "z2a", "Z3", "z10.png", "z99999999999999999999");
    }

    @Test
    void namesThatCountTheSameHaveAFixedOrder() {
        assertThat(NaturalOrder.INSTANCE.compare("s07", "s7")).isNegative();
        assertThat(NaturalOrder.INSTANCE.compare("s7", "s07")).isPositive();
        assertThat(NaturalOrder.INSTANCE.compare("s7", "s7")).isZero();
    }
}
