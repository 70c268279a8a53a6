/** Zarr 2 and 3, with the metadata of OME-NGFF 0.4 and 0.5. */
package org.sstem.store.internal.zarr;
