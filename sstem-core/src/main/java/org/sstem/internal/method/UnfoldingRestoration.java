package org.sstem.internal.method;

/** A restoration that moves tissue back, tells from where, and what it is made of. Thread-safe. */
public interface UnfoldingRestoration extends RefinableRestoration, MovingRestoration {}
