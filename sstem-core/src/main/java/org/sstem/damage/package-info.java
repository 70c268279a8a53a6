/**
 * What is damaged, and where.
 *
 * <pre>{@code
 * Damage damage = Damage.read(Path.of("damage.json"));
 * for (int z : damage.damagedSections()) {
 *   System.out.println(z + ": " + damage.kinds(z));
 * }
 * Optional<SectionMask> fold = damage.mask(7, DamageKind.FOLD);
 *
 * Damage.of(new DamagedSection(9, DamageKind.MISSING)).write(Path.of("missing.json"));
 * }</pre>
 */
package org.sstem.damage;
