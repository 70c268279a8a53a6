/** Records as JSON and back, to the bit, with a word for everything that is wrong. */
package org.sstem.internal.json;
