/** {@code sstem train}, apart from the command itself: how to learn, what from, and what came of it. */
package org.sstem.cli.internal.train;
