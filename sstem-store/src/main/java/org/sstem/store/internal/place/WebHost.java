package org.sstem.store.internal.place;

import java.util.regex.Pattern;

/** Whatever is served by HTTP, for reading. */
public final class WebHost implements StoreHost {

    private static final Pattern NAMES = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE);

    @Override
    public boolean owns(String root) {
        return NAMES.matcher(root).matches();
    }

    @Override
    public Store open(String root) {
        return new HttpStore(root);
    }
}
