/** Membranes: what their network sees and learns. */
package org.sstem.net.internal.membrane;
