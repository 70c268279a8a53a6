/**
 * Finding damage in stacks that are not aligned yet: sections are laid over each other by turns and shifts, searched as an
 * aligned stack is, and what is found goes back to where the sections were.
 */
package org.sstem.internal.detect.unaligned;
