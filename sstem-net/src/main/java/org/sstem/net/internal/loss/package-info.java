/** What training makes small, term by term. */
package org.sstem.net.internal.loss;
