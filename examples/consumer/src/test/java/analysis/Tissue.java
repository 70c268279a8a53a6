package analysis;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.sstem.method.SectionSource;
import org.sstem.simulate.SyntheticTissue;

/** What is analysed here. */
final class Tissue {

    private Tissue() {}

    static SyntheticTissue of(int sections) {
        return SyntheticTissue.builder().size(128, 128, sections).seed(4).build();
    }

    static Img<UnsignedByteType> bytes(int sections) {
        return bytes(of(sections));
    }

    static Img<UnsignedByteType> bytes(SectionSource source) {
        Img<UnsignedByteType> out = ArrayImgs.unsignedBytes(source.width(), source.height(), source.sections());
        LoopBuilder.setImages(source.image(), out).forEachPixel((from, to) -> to.set(Math.round(255 * from.get())));
        return out;
    }
}
