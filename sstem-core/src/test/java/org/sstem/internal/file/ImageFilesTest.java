package org.sstem.internal.file;

import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

class ImageFilesTest {

    @Test
    void tooLittleMemoryIsNotCalledDamage() {
        Throwable wrapped = new RuntimeException(new OutOfMemoryError("Java heap space"));

        IOException failure = ImageFiles.failure("0003.png", "as a PNG section", wrapped);

        assertThat(failure)
                .hasMessageStartingWith("0003.png cannot be read as a PNG section, the memory of Java, ")
                .hasMessageEndingWith(" MiB, is not enough for what it claims to hold: give it more with -Xmx")
                .hasCause(wrapped);
    }

    @Test
    void whatIsDamagedIsSaidToBe() {
        assertThat(ImageFiles.failure("a.h5", "", new IllegalStateException("no such thing")))
                .hasMessage("a.h5 cannot be read, it is damaged or cut off: no such thing");
    }
}
