/** Neuroglancer's precomputed volumes. */
package org.sstem.store.internal.precomputed;
