package org.sstem.metric;

/** What an {@link Evaluation} measures in a section. */
public enum Measure {
    /** {@link ImageQuality#psnr} against the truth, dB. */
    PSNR("PSNR", "dB"),
    /** {@link ImageQuality#ssim} against the truth. */
    SSIM("SSIM", ""),
    /** {@link ImageQuality#multiScaleSsim} against the truth; only for areas of at least 176 x 176 pixels. */
    MS_SSIM("MS-SSIM", ""),
    /** {@link #PSNR} after the section's own drift has been taken out, see {@link Evaluation.Builder#driftFree}. */
    DRIFT_FREE_PSNR("PSNR drift-free", "dB"),
    /** {@link #SSIM} after the section's own drift has been taken out, see {@link Evaluation.Builder#driftFree}. */
    DRIFT_FREE_SSIM("SSIM drift-free", ""),
    /** {@link ImageQuality#sharpness}: mean gradient magnitude, share of the data range per pixel. */
    SHARPNESS("sharpness", "1/px"),
    /** {@link #SHARPNESS} divided by the true section's: 1 is best. */
    RELATIVE_SHARPNESS("sharpness / true", ""),
    /** {@link SegmentationScores#split}, bits. */
    VOI_SPLIT("VOI split", "bit"),
    /** {@link SegmentationScores#merge}, bits. */
    VOI_MERGE("VOI merge", "bit"),
    /** {@link SegmentationScores#arand}, scikit-image's variant. */
    ARAND("ARAND (scikit-image)", ""),
    /** {@link SegmentationScores#arandCremi}, the CREMI challenge's variant. */
    ARAND_CREMI("ARAND (CREMI)", ""),
    /** {@link SegmentationScores#cremiScore}. */
    CREMI_SCORE("CREMI score", ""),
    /** How far the section's own drift displaces it against the truth, mean length over the section. */
    OWN_DRIFT("own drift", "px");

    private final String label;
    private final String unit;

    Measure(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    /**
     * Names the measure for people.
     *
     * @return as in {@code "MS-SSIM"}
     */
    public String label() {
        return label;
    }

    /**
     * Names the unit.
     *
     * @return as in {@code "dB"}, empty for a pure number
     */
    public String unit() {
        return unit;
    }

    /**
     * Tells which way is better.
     *
     * @return true if larger values are better, false if smaller ones are (segmentation errors, drift)
     */
    public boolean largerIsBetter() {
        return ordinal() < VOI_SPLIT.ordinal();
    }
}
