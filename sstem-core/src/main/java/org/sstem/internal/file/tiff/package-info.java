/**
 * TIFF: page headers are read and checked here, in all the ways in which programs put many sections into one file; what is
 * compressed is decoded by a library. See {@link org.sstem.stack.Stacks}.
 */
package org.sstem.internal.file.tiff;
