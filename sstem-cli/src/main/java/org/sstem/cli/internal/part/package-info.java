/** One stack by many processes: each restores a part of its damaged sections, then the parts become one stack. */
package org.sstem.cli.internal.part;
