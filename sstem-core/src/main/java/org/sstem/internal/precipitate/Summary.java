package org.sstem.internal.precipitate;

import org.sstem.Repair.Findings;
import org.sstem.Repair.Findings.Estimate;
import org.sstem.internal.precipitate.blob.BlobModel;
import org.sstem.internal.precipitate.blob.Profile;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/** Puts what was found in a section into numbers and sentences. Stateless. */
final class Summary {

    /** Name of the estimate of how much of the section is covered. */
    static final String COVERED = "damaged fraction";

    private static final double HARDLY_ALIKE = 0.03;
    private static final double MUCH_LOST = 0.2;
    private static final double MOSTLY_COVERED = 0.5;

    /**
     * A stain of which transmission or contrast are hardly sure is brought back by more than half nevertheless, as were all of 25
     * simulated ones in real sections, the least sure of .57.
     */
    private static final double ROOT = 0.25;

    private Summary() {}

    /**
     * What is known of the blobs of a section.
     *
     * @param models those whose transmission is known
     * @param hidden how many others are filled
     * @param given  whether a mask says where they are
     */
    record Blobs(List<BlobModel> models, int hidden, boolean given) {}

    /** Nothing could be estimated. */
    static Findings unknown() {
        return new Findings(
                0,
                List.of(),
                List.of("There is too little undamaged tissue, or no light in it, to compare with the neighbours; the"
                        + " section was left as it is."),
                true);
    }

    /**
     * What was measured of a section, or of a part of it.
     *
     * @param contrast  how it relates to the neighbours
     * @param explained share of the variance that these explain
     * @param blobs     its blobs
     * @param pixels    how many were looked at
     * @param damaged   how many of them lie under blobs
     * @param lost      how many of these show too little to be brought back
     */
    record Measured(Contrast contrast, double explained, Blobs blobs, double pixels, double damaged, double lost) {

        /**
         * Counts.
         *
         * @param transmission logarithm of the light that is left, cell by cell
         * @param pixels       of a cell
         */
        static Measured of(
                Contrast contrast,
                Background background,
                Blobs blobs,
                Plane transmission,
                double noise,
                double disagreement,
                double pixels) {
            long damaged = 0;
            long lost = 0;
            for (float log : transmission.pixels()) {
                if (log < 0) {
                    damaged++;
                    double amplified = noise / (Math.exp(log) * contrast.gain());
                    lost += amplified * amplified > disagreement ? 1 : 0;
                }
            }
            return new Measured(
                    contrast,
                    background.explained(),
                    blobs,
                    pixels * transmission.pixels().length,
                    pixels * damaged,
                    pixels * lost);
        }

        /** Of a section of so many pixels, of whose places each was measured by itself. */
        static Measured together(Contrast contrast, double pixels, List<Measured> places) {
            List<BlobModel> models = places.stream()
                    .flatMap(place -> place.blobs.models().stream())
                    .toList();
            return new Measured(
                    contrast,
                    places.stream().mapToDouble(Measured::explained).min().orElse(0),
                    new Blobs(
                            models,
                            places.stream()
                                    .mapToInt(place -> place.blobs.hidden())
                                    .sum(),
                            places.stream().anyMatch(place -> place.blobs.given())),
                    pixels,
                    places.stream().mapToDouble(Measured::damaged).sum(),
                    places.stream().mapToDouble(Measured::lost).sum());
        }
    }

    static Findings of(Measured measured, boolean oneSided) {
        Contrast contrast = measured.contrast();
        Blobs blobs = measured.blobs();
        List<BlobModel> models = blobs.models();
        double covered = measured.damaged() / measured.pixels();
        double irrecoverable = measured.damaged() == 0 ? 0 : measured.lost() / measured.damaged();
        double error = models.stream().mapToDouble(Summary::error).average().orElse(0);
        double sureOfContrast = Math.exp(-5 * contrast.doubt());
        double sureOfBlobs = Math.exp(-5 * error);

        List<Estimate> estimates = new ArrayList<>();
        estimates.add(new Estimate("contrast gain", contrast.gain(), "", sureOfContrast));
        estimates.add(new Estimate("contrast offset", contrast.offset(), "grey", sureOfContrast));
        estimates.add(new Estimate("blobs", models.size(), "", blobs.given() ? 1 : sureOfBlobs));
        estimates.add(new Estimate(COVERED, covered, "", blobs.given() ? 1 : sureOfBlobs));
        estimates.add(new Estimate("irrecoverable fraction of the damage", irrecoverable, "", sureOfBlobs));
        estimates.add(new Estimate("standard error of the transmission", error, "", sureOfBlobs));

        List<String> remarks = new ArrayList<>();
        boolean doubtful = false;
        if (contrast.lost()) {
            remarks.add("The section's contrast differed from its neighbours' and was matched to them: every pixel has"
                    + " changed.");
        }
        if (models.isEmpty() && blobs.hidden() == 0) {
            remarks.add(contrast.lost() ? "No blob was found." : "No blob was found; the section was left as it is.");
            doubtful = true;
        }
        if (oneSided) {
            remarks.add("Only one neighbour is intact; contrast and filling rest on it alone.");
        }
        if (!models.isEmpty() && measured.explained() < HARDLY_ALIKE) {
            remarks.add("The neighbours hardly resemble the section; the transmission was estimated almost without"
                    + " them.");
            doubtful = true;
        }
        if (irrecoverable > MUCH_LOST) {
            remarks.add("Of much of the damaged area no signal is left; it was filled from the neighbours.");
            doubtful = true;
        }
        if (covered > MOSTLY_COVERED) {
            remarks.add("More than half of the section is covered by blobs.");
            doubtful = true;
        }
        return new Findings(Math.pow(sureOfContrast * sureOfBlobs, ROOT), estimates, remarks, doubtful);
    }

    /** Mean standard error of the logarithm of a blob's transmission, by area. */
    private static double error(BlobModel model) {
        double sum = 0;
        double total = 0;
        for (int k = 0; k < Profile.KNOTS; k++) {
            sum += model.deviations()[k] * (k + 0.5);
            total += k + 0.5;
        }
        return sum / total;
    }
}
