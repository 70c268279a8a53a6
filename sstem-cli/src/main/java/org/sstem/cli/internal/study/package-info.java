/** {@code sstem study}: what damage, and its repair, do to a segmentation. */
package org.sstem.cli.internal.study;
