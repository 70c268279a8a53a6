/** The plugins of ImageJ and Fiji, found by {@code plugins.config}. */
package org.sstem.fiji.internal;
