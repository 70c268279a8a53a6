/**
 * How reports are made: a page that needs nothing else, its pictures and plots, and the files it is written to. The
 * reports themselves are in {@link org.sstem.report}.
 */
package org.sstem.internal.report;
