/** Networks laid over sections of any size, cell by cell. */
package org.sstem.net.internal.tile;
