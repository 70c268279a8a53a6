/** Mathematics that several rooms need: moments, medians, and small systems of linear equations, which EJML solves. */
package org.sstem.internal.math;
