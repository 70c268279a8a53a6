package org.sstem.examples;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.stack.StackReader;

/**
 * Shows a stack and its restoration side by side in BigDataViewer, which computes what it shows and no more.
 *
 * <p>BigDataViewer is not on Maven Central, so this knows it by an interface only: with {@code bdv-vistools} on the class
 * path, {@code (image, title) -> BdvFunctions.show(image, title)} is a viewer.
 */
public final class ShowInBigDataViewer {

    private ShowInBigDataViewer() {}

    /** Something that shows images. */
    @FunctionalInterface
    public interface Viewer {

        /**
         * Shows an image.
         *
         * @param image what is read where it is looked at, from any thread
         * @param title its title
         */
        void show(RandomAccessibleInterval<?> image, String title);
    }

    /**
     * Shows a stack, its restoration, and where the pixels of that come from.
     *
     * @param <T>    pixel type
     * @param stack  the damaged stack, open for as long as it is looked at
     * @param damage what is damaged in it
     * @param viewer what shows it
     */
    public static <T extends NativeType<T> & RealType<T>> void show(
            StackReader<T> stack, Damage damage, Viewer viewer) {
        Restoration<T> restoration = Restorer.builder().tileSize(256).build().restore(stack.pixels(), damage);
        viewer.show(stack.pixels(), "damaged");
        viewer.show(restoration.pixels(), "restored");
        viewer.show(restoration.provenance(), "where pixels come from");
    }
}
