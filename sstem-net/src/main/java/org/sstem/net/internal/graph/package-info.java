/** Plans as graphs of DL4J that can be run and trained. */
package org.sstem.net.internal.graph;
