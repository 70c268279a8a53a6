/** Restoration by networks, one class for each kind of damage and family of networks. */
package org.sstem.net.internal.method;
