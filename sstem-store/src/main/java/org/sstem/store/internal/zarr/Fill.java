package org.sstem.store.internal.zarr;

import com.google.gson.JsonElement;
import org.sstem.store.internal.chunk.ElementType;

/** The value of pixels whose chunk is not there. */
final class Fill {

    private Fill() {}

    static Number parse(JsonElement json, ElementType type) {
        if (json == null || json.isJsonNull()) {
            return 0;
        }
        String text = json.getAsString();
        if (type.isFloat()) {
            switch (text) {
                case "NaN":
                    return Double.NaN;
                case "Infinity":
                    return Double.POSITIVE_INFINITY;
                case "-Infinity":
                    return Double.NEGATIVE_INFINITY;
                default:
                    if (text.matches("0x[0-9a-fA-F]{8}") && type == ElementType.FLOAT32) {
                        return Float.intBitsToFloat(Integer.parseUnsignedInt(text.substring(2), 16));
                    }
            }
        }
        if (!text.matches("[-+0-9.eE]{1,40}")) {
            throw new IllegalArgumentException("its fill_value is " + json);
        }
        return type.checked(json.getAsBigDecimal());
    }
}
