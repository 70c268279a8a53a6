package org.sstem.store.internal.place;

import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the stores of a format are named: by a beginning such as {@code zarr://}, or by an ending such as {@code .zarr}. */
public final class StoreName {

    private static final Pattern WEB = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE);

    private final Pattern scheme;
    private final Pattern ending;

    /**
     * Makes the rule of a format.
     *
     * @param scheme what names may begin with, a regular expression
     * @param ending what the name of a store ends with
     */
    public StoreName(String scheme, String ending) {
        this.scheme = Pattern.compile("(?:" + scheme + ")://(.+)", Pattern.CASE_INSENSITIVE);
        this.ending = Pattern.compile("(.*?" + Pattern.quote(ending) + ")(?:[/\\\\](.*))?", Pattern.CASE_INSENSITIVE);
    }

    /** A name taken apart: where the store lies, and what of it. */
    private record Parts(String root, String inside, boolean web) {}

    private Optional<Parts> parts(String place) {
        Matcher said = scheme.matcher(place);
        String rest = said.matches() ? said.group(1) : place;
        boolean web = WEB.matcher(rest).matches();
        if (StackPlace.hasScheme(rest) && !web) {
            return Optional.empty();
        }
        Matcher store = ending.matcher(rest);
        if (!store.matches()) {
            return said.matches() ? Optional.of(new Parts(rest, "", web)) : Optional.empty();
        }
        String inside = store.group(2) == null ? "" : store.group(2);
        return Optional.of(
                new Parts(store.group(1), inside.replaceAll("[/\\\\]+", "/").replaceAll("^/|/$", ""), web));
    }

    /** Takes a name apart, if it is one of this format. */
    public Optional<StackPlace> parse(StackFormat format, String place) {
        return parts(place)
                .map(parts -> new StackPlace(
                        format,
                        place,
                        parts.web
                                ? Optional.empty()
                                : StackPlace.local(format, parts.root, "").file(),
                        parts.inside));
    }

    /** Tells whether a directory has the ending. */
    public boolean hasEnding(Path directory) {
        return ending.matcher(String.valueOf(directory.getFileName())).matches();
    }

    /** Opens the store that a place names. */
    public Store store(StackPlace place) throws IOException {
        if (!place.inside().isEmpty()) {
            Store.inside(place.name(), place.inside());
        }
        if (place.file().isPresent()) {
            return new FolderStore(place.path());
        }
        return new HttpStore(parts(place.name()).orElseThrow().root);
    }

    /**
     * Checks that a store can be written there.
     *
     * @throws IllegalArgumentException if the name promises something that is not written
     */
    public void checkTarget(StackPlace target) {
        if (target.file().isEmpty()) {
            throw new IllegalArgumentException("target " + target + " lies on another computer; it can only be read");
        }
        if (!target.inside().isEmpty()) {
            throw new IllegalArgumentException(
                    "target " + target + " lies in a store; stores are written as a whole," + " as " + target.path());
        }
    }
}
