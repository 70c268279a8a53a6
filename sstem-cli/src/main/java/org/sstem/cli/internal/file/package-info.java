/** Files that only commands read and write. */
package org.sstem.cli.internal.file;
