/** Stacks of sections and their files. */
package org.sstem.stack;
