/** The sstem command line. */
package org.sstem.cli;
