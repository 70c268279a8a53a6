package org.sstem.internal.report;

import org.sstem.Provenance;

import java.util.Locale;

/** The codes of {@link Provenance} with their names and colours, which colour-blind people tell apart (Okabe and Ito). */
enum ProvenanceCode {
    ORIGINAL(Provenance.ORIGINAL, "original, untouched", 0xd5d8dc),
    MOVED(Provenance.MOVED, "moved back (unfolded)", 0x0072b2),
    CORRECTED(Provenance.CORRECTED, "corrected from the pixel itself", 0xe69f00),
    INTERPOLATED(Provenance.INTERPOLATED, "interpolated from neighbours", 0x009e73),
    FUSED(Provenance.FUSED, "fused from several of these", 0xcc79a7);

    final byte code;
    final String meaning;
    final int rgb;

    ProvenanceCode(byte code, String meaning, int rgb) {
        this.code = code;
        this.meaning = meaning;
        this.rgb = rgb;
    }

    /** Name in JSON and in class names. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String css() {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
