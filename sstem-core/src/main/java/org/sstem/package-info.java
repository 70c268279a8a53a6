/**
 * The face of the library: {@link org.sstem.Restorer} repairs the damaged sections of a stack and hands back a
 * {@link org.sstem.Restoration}.
 *
 * <pre>{@code
 * try (StackReader<?> in = Stacks.open("volume.h5:/volumes/raw")) {
 *     Damage damage = Damage.read(Path.of("damage.json"));
 *     Restoration<?> result = Restorer.trainingFree().restore(in.pixels(), damage);
 *     Stacks.write(result.pixels(), in.voxelSize(), "restored.h5:/volumes/raw");
 *     Stacks.write(result.provenance(), in.voxelSize(), "provenance.h5:/volumes/provenance");
 * }
 * }</pre>
 */
package org.sstem;
