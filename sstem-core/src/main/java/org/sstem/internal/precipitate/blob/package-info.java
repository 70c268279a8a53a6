/** Single blobs of a precipitate: how they are found, their outlines, and how much light they let through. */
package org.sstem.internal.precipitate.blob;
