/** Networks as lists of operations, independent of what runs them. */
package org.sstem.net.internal.plan;
