/** Options that several commands share, and what they are turned into. */
package org.sstem.cli.internal.option;
