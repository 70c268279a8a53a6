/** What the simulators draw at random and paint: cuts of a sheet with their displacements, bands, gaps, blobs, grains. */
package org.sstem.simulate.internal.draw;
