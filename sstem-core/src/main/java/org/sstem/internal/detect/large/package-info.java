/** Damage of sections that are too large to be looked over in one go: part by part, from coarse to fine. */
package org.sstem.internal.detect.large;
