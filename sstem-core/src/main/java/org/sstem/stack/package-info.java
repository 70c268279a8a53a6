/**
 * Stacks of sections and their files.
 *
 * <pre>{@code
 * try (StackReader<?> in = Stacks.open(Path.of("sections"))) {         // a directory of PNG files
 *   Stacks.write(in.pixels(), in.voxelSize(), Path.of("stack.tif"));  // a multi-page TIFF file
 *
 *   SectionSource source = SectionSource.of(in.pixels());              // grey values in [0, 1]
 *   Plane corner = source.read(7, new Area(0, 0, 256, 256));
 * }
 * }</pre>
 */
package org.sstem.stack;
