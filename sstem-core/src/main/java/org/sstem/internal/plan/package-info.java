/**
 * How a stack is restored as it is read: the plan says which steps restore which section, a layer holds the tiles of a
 * section that a step has restored, and the last layer is shown as an image, beside that of its provenance.
 * {@link org.sstem.Restorer} is the face.
 */
package org.sstem.internal.plan;
