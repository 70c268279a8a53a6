/** What a training is reported by: its curves and its page. */
package org.sstem.net.internal.report;
