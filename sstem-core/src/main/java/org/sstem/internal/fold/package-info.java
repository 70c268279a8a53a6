/**
 * Support film folds: their geometry, the law by which they displace tissue, and how they are undone without training.
 *
 * <pre>{@code
 * FoldCurve curve = FoldArc.line(0, 100, 1023, 480);          // or FoldArc, FoldSpline for bent folds
 * Fold fold = new Fold(curve, 8, 47, 0.014);                  // half-width 8 px, fold width 47 px, decay 0.014 px/px
 * Area all = new Area(0, 0, 1024, 1024);
 * Flow folding = fold.foldingFlow(all);                       // makes the damage: warp(clean, folding), band black
 * Flow unfolding = fold.unfoldingFlow(all, FoldLaw.EXACT);    // undoes it:        warp(degraded, unfolding)
 * boolean[] band = fold.band(all);                            // the dark pixels of the degraded section
 * boolean[] lost = fold.swallowed(all);                       // the pixels of the clean section that nothing can bring back
 *
 * Restorer restorer = Restorer.builder().method(new FoldMethod()).build();   // finds, measures and undoes folds
 * }</pre>
 */
package org.sstem.internal.fold;
