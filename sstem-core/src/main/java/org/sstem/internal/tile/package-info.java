/**
 * Sections in tiles: how they are cut ({@link org.sstem.internal.tile.Tiles}), planes that are computed tile by tile and an
 * image whose cells are filled as they are read, both on the one {@link org.sstem.internal.tile.SoftCache}.
 */
package org.sstem.internal.tile;
