/** What programs that align sections are told of their damage, in the formats that they read. */
package org.sstem.cli.internal.aligner;
