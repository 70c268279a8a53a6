package org.sstem.planted.internal;

/** An exception that nobody may see. */
public class PlantedException extends Exception {
    private static final long serialVersionUID = 1;
}
