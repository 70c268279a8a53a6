/**
 * What the networks look like, published and compact: their layers, how their first parameters are drawn, what they see and
 * how they are laid over a section.
 */
package org.sstem.net.internal.architecture;
