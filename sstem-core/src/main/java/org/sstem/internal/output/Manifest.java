package org.sstem.internal.output;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a folder was made by this library: the file {@value #NAME} in it. Only what it lists, and what is unchanged
 * since, is ever deleted or replaced.
 *
 * <p>Lines of JSON in UTF-8. The first is {@code {"sstemManifest": 1, "record": {...}}}, the record saying what decided
 * the result. Then, in the order of their writing, {@code {"file": NAME, "bytes": N, "sha256": HEX}} for each file,
 * written before the file gets that name; {@code {"announced": NAME}} for a file or folder that is about to be written;
 * {@code {"done": STEP}} for a step of the work whose files are all there; {@code {"replaced": NAME}} for a sibling that
 * holds what the folder replaced; {@code {"placed": ...}} for the one file that was put together from the folder. Names
 * are plain names, but those of files may lie in folders of the folder, {@code 0/3/1}. A last line that is cut off does
 * not count. Not thread-safe, but for {@link #add}.
 */
public final class Manifest {

    /** The file's name; readers of stacks pass over it. */
    public static final String NAME = ".sstem-manifest.jsonl";

    private static final int VERSION = 1;

    private final Path folder;
    private final Path file;
    private final JsonLines lines;
    private final Map<String, String> record;
    private final Map<String, Set<FileContent>> files = new LinkedHashMap<>();
    private final Set<String> announced = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private String replaced;
    private FileContent placed;

    private Manifest(Path file, Map<String, String> record) {
        this.folder = file.toAbsolutePath().getParent();
        this.file = file;
        this.lines = new JsonLines(file);
        this.record = new LinkedHashMap<>(record);
    }

    /**
     * Begins the manifest of a folder.
     *
     * @param folder an existing folder
     * @param record what decides the result, in words, name to value
     * @return the manifest, on the disk already
     * @throws IOException if it cannot be written
     */
    public static Manifest create(Path folder, Map<String, String> record) throws IOException {
        return begin(folder.resolve(NAME), record);
    }

    private static Manifest begin(Path file, Map<String, String> record) throws IOException {
        JsonObject line = new JsonObject();
        line.addProperty("sstemManifest", VERSION);
        line.add("record", JsonLines.tree(record));
        Manifest manifest = new Manifest(file, record);
        manifest.lines.begin(line);
        return manifest;
    }

    /**
     * Begins the manifest of a file and of others that go with it, in a folder where other things lie too; replaces an
     * earlier one of the same file.
     *
     * @param main   the file
     * @param record what decides the result, in words, name to value
     * @return the manifest, on the disk already
     * @throws IOException if it cannot be written
     */
    public static Manifest createBeside(Path main, Map<String, String> record) throws IOException {
        return begin(beside(main), record);
    }

    /**
     * Reads the manifest of a file and of others that go with it.
     *
     * @param main the file
     * @return its manifest, if it has one
     * @throws IOException if it has one that cannot be understood
     */
    public static Optional<Manifest> readBeside(Path main) throws IOException {
        return readFile(beside(main));
    }

    private static Path beside(Path main) {
        Path place = main.toAbsolutePath();
        return place.resolveSibling("." + place.getFileName() + NAME);
    }

    /**
     * Reads the manifest of a folder.
     *
     * @param folder any folder
     * @return its manifest, if it has one
     * @throws IOException if it has one that cannot be understood
     */
    public static Optional<Manifest> read(Path folder) throws IOException {
        return readFile(folder.resolve(NAME));
    }

    private static Optional<Manifest> readFile(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Manifest manifest = new Manifest(file, Map.of());
        manifest.lines.read((number, line) -> {
            if (number == 0) {
                manifest.record.putAll(head(file, line));
            } else {
                manifest.take(line);
            }
        });
        return Optional.of(manifest);
    }

    private static Map<String, String> head(Path file, JsonObject line) throws IOException {
        int version = line.get("sstemManifest").getAsInt();
        if (version != VERSION) {
            throw new IOException(
                    file + " has version " + version + ", this release reads version " + VERSION + ": update sstem");
        }
        Map<String, String> record = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry :
                line.getAsJsonObject("record").entrySet()) {
            record.put(entry.getKey(), entry.getValue().getAsString());
        }
        return record;
    }

    private void take(JsonObject line) {
        if (line.has("file")) {
            remember(inside(line.get("file").getAsString()), content(line));
        } else if (line.has("announced")) {
            announced.add(plain(line.get("announced").getAsString()));
        } else if (line.has("done")) {
            done.add(line.get("done").getAsString());
        } else if (line.has("replaced")) {
            replaced = plain(line.get("replaced").getAsString());
        } else if (line.has("placed")) {
            placed = content(line.getAsJsonObject("placed"));
        }
    }

    private static FileContent content(JsonObject line) {
        return new FileContent(line.get("bytes").getAsLong(), line.get("sha256").getAsString());
    }

    private void remember(String name, FileContent content) {
        files.computeIfAbsent(name, n -> new HashSet<>()).add(content);
    }

    /** Refuses what leads out of the folder: manifests come with stacks of strangers. */
    private static String plain(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.matches(".*[/\\\\\\x00].*")) {
            throw new IllegalArgumentException("\"" + name + "\" is no plain name");
        }
        return name;
    }

    private static String inside(String name) {
        for (String part : name.split("/", -1)) {
            plain(part);
        }
        return name;
    }

    /**
     * Returns what decided the result.
     *
     * @return name to value, in words
     */
    public Map<String, String> record() {
        return new LinkedHashMap<>(record);
    }

    /**
     * Says in words how a record differs from this one's.
     *
     * @param now what decides the result now
     * @return the first difference; empty if there is none
     */
    public Optional<String> difference(Map<String, String> now) {
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(record.keySet());
        for (String name : names) {
            String before = record.getOrDefault(name, "not given");
            String value = now.getOrDefault(name, "not given");
            if (!before.equals(value)) {
                return Optional.of(name + " was " + before + ", is now " + value);
            }
        }
        return Optional.empty();
    }

    /**
     * Lists a file whose bytes are on the disk under another name, before it gets its own.
     *
     * @param name  the name that it will have in the folder
     * @param whole where its bytes are
     * @throws IOException if that fails
     */
    public void add(String name, Path whole) throws IOException {
        addAll(Map.of(name, whole));
    }

    private void addAll(Map<String, Path> wholes) throws IOException {
        Map<String, FileContent> contents = new LinkedHashMap<>();
        for (Map.Entry<String, Path> whole : wholes.entrySet()) {
            contents.put(inside(whole.getKey()), FileContent.of(whole.getValue()));
        }
        list(contents);
    }

    private void list(Map<String, FileContent> contents) throws IOException {
        synchronized (this) {
            lines.append(contents.entrySet().stream()
                    .map(content -> line("file", content.getKey(), content.getValue()))
                    .toList());
            contents.forEach(this::remember);
        }
        for (String name : contents.keySet()) {
            Files.createDirectories(folder.resolve(name).getParent());
        }
    }

    /**
     * Builds a file of the folder, listing it before it appears.
     *
     * @param name     the name that it will have in the folder
     * @param building what builds it
     * @throws IOException if that fails; the file is as it was
     */
    public void build(String name, AtomicFile.Building building) throws IOException {
        AtomicFile.build(folder.resolve(inside(name)), folder, building, whole -> add(name, whole));
    }

    /**
     * Builds several files of the folder, listing them together before they appear: cheaper than one by one.
     *
     * @param buildings what builds them, by the names that they will have in the folder
     * @throws IOException if that fails; the files are as they were
     */
    public void buildAll(Map<String, AtomicFile.Building> buildings) throws IOException {
        for (String name : buildings.keySet()) {
            inside(name);
        }
        AtomicFile.buildAll(folder, buildings, this::addAll);
    }

    /**
     * Gives files their names that another process has built in the folder, listing them before.
     *
     * @param files what was built
     * @throws IOException if that fails
     */
    void take(List<LooseFiles.Loose> files) throws IOException {
        Map<String, FileContent> contents = new LinkedHashMap<>();
        Map<String, Path> temporaries = new LinkedHashMap<>();
        for (LooseFiles.Loose file : files) {
            Path temporary = folder.resolve(plain(file.temporary()));
            if (!AtomicFile.isTemporary(temporary) || Files.size(temporary) != file.bytes()) {
                throw new IOException(temporary + " is not what was built for " + file.name());
            }
            contents.put(inside(file.name()), file.content());
            temporaries.put(file.name(), temporary);
        }
        list(contents);
        AtomicFile.moveAll(folder, temporaries);
    }

    /**
     * Notes down that a step of the work is done.
     *
     * @param step any name
     * @throws IOException if that fails
     */
    public synchronized void done(String step) throws IOException {
        JsonObject line = new JsonObject();
        line.addProperty("done", step);
        lines.append(line);
        done.add(step);
    }

    /**
     * Tells whether a step of the work is done.
     *
     * @param step its name
     * @return whether it was noted down
     */
    public synchronized boolean isDone(String step) {
        return done.contains(step);
    }

    /**
     * Lists a file or folder that is about to be written and whose bytes are not known yet. A file that was announced
     * before, by a run that did not end, is deleted: it may be cut off.
     *
     * @param name its name in the folder
     * @throws IOException if that fails
     */
    public synchronized void announce(String name) throws IOException {
        Path file = folder.resolve(plain(name));
        if (announced.contains(name) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(file);
        }
        JsonObject line = new JsonObject();
        line.addProperty("announced", plain(name));
        lines.append(line);
        announced.add(name);
    }

    /** Lists the bytes of what was announced and is there now. */
    void finish() throws IOException {
        for (String name : announced) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                add(name, file);
            }
        }
    }

    void replaced(String sibling) throws IOException {
        JsonObject line = new JsonObject();
        line.addProperty("replaced", plain(sibling));
        lines.append(line);
        replaced = sibling;
    }

    Optional<String> replaced() {
        return Optional.ofNullable(replaced);
    }

    void placed(Path whole) throws IOException {
        FileContent content = FileContent.of(whole);
        JsonObject line = new JsonObject();
        line.add("placed", line(null, null, content));
        lines.append(line);
        placed = content;
    }

    /** Tells whether a file is the one that was put together from the folder. */
    boolean isPlaced(Path file) throws IOException {
        return placed != null && FileContent.isOneOf(Set.of(placed), file);
    }

    private static JsonObject line(String key, String name, FileContent content) {
        JsonObject line = new JsonObject();
        if (key != null) {
            line.addProperty(key, name);
        }
        line.addProperty("bytes", content.bytes());
        line.addProperty("sha256", content.sha256());
        return line;
    }

    /**
     * Tells whether the folder has a file of this name, listed and unchanged.
     *
     * @param name its name in the folder
     * @return true if it is whole
     * @throws IOException if it cannot be read
     */
    public boolean has(String name) throws IOException {
        return files.containsKey(name) && FileContent.isOneOf(files.get(name), folder.resolve(name));
    }

    /**
     * Deletes a file that is listed, if it is unchanged.
     *
     * @param name its name in the folder
     * @return whether there was such a file
     * @throws IOException if it cannot be read or deleted
     */
    public boolean delete(String name) throws IOException {
        return has(name) && Files.deleteIfExists(folder.resolve(name));
    }

    /**
     * Returns the files that are listed with their bytes, there or not, in the order in which they were first listed.
     *
     * @return their names
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(files.keySet()));
    }

    /** Tells whether nothing was begun in the folder. */
    boolean isUntouched() {
        return files.isEmpty() && announced.isEmpty();
    }

    /**
     * Looks for what does not belong to this library, or was changed since it was written.
     *
     * @return the first such thing and what is the matter with it; empty if there is none
     * @throws IOException if something cannot be read
     */
    public Optional<String> foreign() throws IOException {
        return belongings().foreign();
    }

    Belongings belongings() {
        return new Belongings(folder, file, files, announced);
    }

    /**
     * Deletes the folder and what is in it.
     *
     * @throws IOException if there is anything that was not made here or was changed since; nothing is deleted then
     */
    public void delete() throws IOException {
        Optional<String> foreign = foreign();
        if (foreign.isPresent()) {
            throw new IOException(folder + " cannot be deleted: it holds " + foreign.get());
        }
        belongings().delete();
    }

    /**
     * Deletes temporary files that a run left which was ended while it wrote them.
     *
     * @throws IOException if that fails
     */
    public void deleteTemporaries() throws IOException {
        belongings().deleteTemporaries();
    }
}
