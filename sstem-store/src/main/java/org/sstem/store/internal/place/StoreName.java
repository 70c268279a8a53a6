package org.sstem.store.internal.place;

import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.output.Delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the stores of a format are named: by a beginning such as {@code zarr://}, or by an ending such as {@code .zarr}. */
public final class StoreName {

    /** What is known by name even where nothing reads it. */
    private static final Pattern OBJECTS = Pattern.compile("s3://.*", Pattern.CASE_INSENSITIVE);

    /** What is behind the name of a store that is built here to be brought elsewhere. */
    private static final String BUILT = ".sstem-upload";

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

    /** A name taken apart: where the store lies, and what of it; no host if it lies here. */
    private record Parts(String root, String inside, Optional<StoreHost> host) {}

    private Optional<Parts> parts(String place) {
        Matcher said = scheme.matcher(place);
        String rest = said.matches() ? said.group(1) : place;
        Optional<StoreHost> host = StoreHost.of(rest);
        Matcher store = ending.matcher(rest);
        if (StackPlace.hasScheme(rest) && host.isEmpty()) {
            if (OBJECTS.matcher(rest).matches() && (said.matches() || store.matches())) {
                throw new IllegalArgumentException(
                        place + " lies in object storage: that takes sstem-s3, which is not on the class path");
            }
            return Optional.empty();
        }
        if (!store.matches()) {
            return said.matches() ? Optional.of(new Parts(rest, "", host)) : Optional.empty();
        }
        String inside = store.group(2) == null ? "" : store.group(2);
        return Optional.of(
                new Parts(store.group(1), inside.replaceAll("[/\\\\]+", "/").replaceAll("^/|/$", ""), host));
    }

    /** Takes a name apart, if it is one of this format. */
    public Optional<StackPlace> parse(StackFormat format, String place) {
        return parts(place)
                .map(parts -> new StackPlace(
                        format,
                        place,
                        parts.host.isPresent()
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
        Parts parts = parts(place.name()).orElseThrow();
        return parts.host.orElseThrow().open(parts.root);
    }

    /** How the store that a place names gets to where it lies; empty for one that lies here. */
    public Optional<Delivery> delivery(StackPlace place) {
        Parts parts = parts(place.name()).orElseThrow();
        return parts.host.flatMap(host -> host.delivery(parts.root));
    }

    /** Where a store is built that goes to another computer: in the current directory, under the last part of its name. */
    public Path built(StackPlace place) {
        String last = parts(place.name()).orElseThrow().root.replaceAll("/+$|.*/(?=[^/])", "");
        return StackPlace.local(place.format(), last + BUILT, "").path();
    }

    /**
     * Checks that a store can be written there.
     *
     * @throws IllegalArgumentException if the name promises something that is not written
     */
    public void checkTarget(StackPlace target) {
        if (target.file().isEmpty() && delivery(target).isEmpty()) {
            throw new IllegalArgumentException("target " + target + " lies on another computer; it can only be read");
        }
        if (!target.inside().isEmpty()) {
            throw new IllegalArgumentException(
                    "target " + target + " lies in a store; stores are written as a whole," + " as " + target.path());
        }
    }
}
