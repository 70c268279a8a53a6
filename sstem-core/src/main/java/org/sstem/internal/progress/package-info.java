/** How long work ends before its time. */
package org.sstem.internal.progress;
