/** Networks as the engines run them. */
package org.sstem.net.internal.inference;
