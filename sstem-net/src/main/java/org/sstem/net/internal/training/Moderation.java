package org.sstem.net.internal.training;

import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.Plane;
import org.sstem.metric.ImageQuality;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.example.Example;

import java.util.function.LongFunction;

/**
 * How much of what a network changes is kept: the greatest share, in tenths, with which none of some held-out pairs is worse than
 * before in PSNR or SSIM. A network is trained for the mean of its examples, and changes what it does not know from them, as
 * other tissue, rather too much than too little.
 */
final class Moderation {

    /** Less than this is no difference, decibels and SSIM. */
    private static final double PSNR_TOLERANCE = 0.01;

    private static final double SSIM_TOLERANCE = 1e-4;

    private Moderation() {}

    /**
     * Finds the share.
     *
     * @param network  changes the last channel of its input
     * @param examples whole pairs
     * @param count    how many of them
     * @return 0 to 1
     */
    static double share(Trainable network, LongFunction<Example> examples, int count) {
        int tenths = 10;
        for (int i = 0; i < count && tenths > 0; i++) {
            Cancellation.check("before the result");
            Example example = examples.apply(i);
            Tensor in = example.input();
            Plane before = Planes.channelOf(in, in.channels() - 1);
            Plane after = Planes.channelOf(network.run(in).get(0), 0);
            Example.Goal goal = example.goals().get(0);
            Plane target = Planes.channelOf(goal.target(), 0);
            Plane weight = Planes.channelOf(goal.weight(), 0);
            double psnr = ImageQuality.psnr(target, before, 1);
            double ssim = ImageQuality.ssim(target, before, 1);
            for (; tenths > 0; tenths--) {
                Plane kept = mixed(before, after, weight, tenths / 10f);
                if (ImageQuality.psnr(target, kept, 1) >= psnr - PSNR_TOLERANCE
                        && ImageQuality.ssim(target, kept, 1) >= ssim - SSIM_TOLERANCE) {
                    break;
                }
            }
        }
        return tenths / 10.0;
    }

    /** Where nothing counts the network changes nothing in use. */
    private static Plane mixed(Plane before, Plane after, Plane weight, float share) {
        Plane mixed = before.copy();
        for (int i = 0; i < mixed.pixels().length; i++) {
            if (weight.pixels()[i] > 0) {
                mixed.pixels()[i] += share * (after.pixels()[i] - before.pixels()[i]);
            }
        }
        return mixed;
    }
}
