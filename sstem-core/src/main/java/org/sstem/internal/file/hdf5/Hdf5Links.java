package org.sstem.internal.file.hdf5;

import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.HdfFile;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.api.Dataset;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import io.jhdf.storage.HdfBackingStorage;
import org.sstem.internal.file.ImageFiles;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way to a dataset of an HDF5 file, along groups, soft links and links into other files.
 *
 * <p>jhdf opens everything in a group before it hands out one of it, so that one dataset it cannot read closes the
 * whole group. Here the links of a group are read, and only what is asked for is opened.
 */
final class Hdf5Links implements Closeable {

    private static final int MAX_LISTED = 20;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_LINKS = 32;
    private static final int MAX_GROUPS = 10_000;
    private static final long UNDEFINED = -1;

    private final List<HdfFile> open = new ArrayList<>();

    /** Where a name leads: to an object of the file, to another path, or to a path of another file. */
    private record Link(long address, String path, String otherFile) {

        boolean isHard() {
            return path == null;
        }
    }

    /** An object of a file that is open here. */
    record Place(HdfFile hdf, Path file, long address) {

        Dataset dataset() {
            return (Dataset) hdf.getNodeByAddress(address);
        }
    }

    private HdfFile open(Path file) throws IOException {
        try {
            HdfFile hdf = new HdfFile(file);
            open.add(hdf);
            return hdf;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw e instanceof OutOfMemoryError
                    ? ImageFiles.failure(file, "as an HDF5 file", e)
                    : new IOException(file + " is not an HDF5 file, or is damaged: " + ImageFiles.reason(e), e);
        }
    }

    /** Finds a dataset; the message of the error lists those that are there. */
    Place find(Path file, String path) throws IOException {
        HdfFile hdf = open(file);
        Place found = path.isEmpty() ? null : follow(root(hdf, file), path, new int[1]);
        if (found == null || !isDataset(found, file + ":" + path)) {
            String wanted = path.isEmpty()
                    ? file + " is an HDF5 file, name one of its datasets"
                    : file + " has no dataset " + path;
            throw new IOException(wanted + "; it holds " + list(datasets(root(hdf, file))));
        }
        return found;
    }

    /** Lists the paths of what a file holds besides groups. */
    List<String> datasets(Path file) throws IOException {
        return datasets(root(open(file), file));
    }

    private static Place root(HdfFile hdf, Path file) {
        return new Place(hdf, file, hdf.getAddress());
    }

    private static boolean isDataset(Place place, String name) throws IOException {
        return Hdf5Failure.guard(name, () -> header(place).hasMessageOfType(DataSpaceMessage.class));
    }

    private static ObjectHeader header(Place place) {
        return ObjectHeader.readObjectHeader(place.hdf().getHdfBackingStorage(), place.address());
    }

    /** Follows a path from a group; null if it leads nowhere. */
    private Place follow(Place from, String path, int[] followed) throws IOException {
        Place at = path.startsWith("/") ? root(from.hdf(), from.file()) : from;
        for (String name : path.split("/")) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            Link link = links(at).get(name);
            if (link == null) {
                return null;
            }
            at = link.isHard() ? new Place(at.hdf(), at.file(), link.address()) : target(at, name, link, followed);
        }
        return at;
    }

    private Place target(Place group, String name, Link link, int[] followed) throws IOException {
        if (++followed[0] > MAX_LINKS) {
            throw new IOException(
                    group.file() + " cannot be followed from " + name + " on: its links lead in a circle");
        }
        Place start = group;
        if (link.otherFile() != null) {
            Path beside = beside(group.file(), name, link.otherFile());
            start = root(open(beside), beside);
        }
        Place found = follow(start, link.path(), followed);
        if (found == null) {
            throw new IOException(group.file() + " has a link " + name + " to " + link.path() + " of " + start.file()
                    + ", which is not there");
        }
        return found;
    }

    /** A file named by a link: as it says, or from the folder of the file that has the link. */
    private static Path beside(Path file, String name, String other) throws IOException {
        Path found = file.toAbsolutePath().resolveSibling(other);
        if (!Files.isRegularFile(found)) {
            throw new IOException(file + " has a link " + name + " into the file " + other + ", which is not there");
        }
        return found;
    }

    private static Map<String, Link> links(Place group) throws IOException {
        return Hdf5Failure.guard(group.file(), () -> readLinks(group));
    }

    private static Map<String, Link> readLinks(Place group) {
        ObjectHeader header = header(group);
        Map<String, Link> out = new LinkedHashMap<>();
        HdfBackingStorage storage = group.hdf().getHdfBackingStorage();
        if (header.hasMessageOfType(SymbolTableMessage.class)) {
            readSymbols(storage, header.getMessageOfType(SymbolTableMessage.class), out);
        } else if (header.hasMessageOfType(LinkInfoMessage.class)) {
            for (LinkMessage link : linkMessages(storage, header)) {
                out.put(
                        link.getLinkName(),
                        switch (link.getLinkType()) {
                            case HARD -> new Link(link.getHardLinkAddress(), null, null);
                            case SOFT -> new Link(UNDEFINED, link.getSoftLink(), null);
                            case EXTERNAL -> new Link(UNDEFINED, link.getExternalPath(), link.getExternalFile());
                        });
            }
        }
        return out;
    }

    private static void readSymbols(HdfBackingStorage storage, SymbolTableMessage table, Map<String, Link> out) {
        ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
        for (long address :
                BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses()) {
            for (SymbolTableEntry entry : new GroupSymbolTableNode(storage, address).getSymbolTableEntries()) {
                // The cache type 2 is a soft link, its path kept beside the names.
                Link link = entry.getCacheType() == 2
                        ? new Link(UNDEFINED, text(names, entry.getLinkValueOffset()), null)
                        : new Link(entry.getObjectHeaderAddress(), null, null);
                out.put(text(names, entry.getLinkNameOffset()), link);
            }
        }
    }

    private static String text(ByteBuffer names, int offset) {
        names.position(offset);
        return Utils.readUntilNull(names);
    }

    private static List<LinkMessage> linkMessages(HdfBackingStorage storage, ObjectHeader header) {
        LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
        if (info.getBTreeNameIndexAddress() == UNDEFINED) {
            return header.getMessagesOfType(LinkMessage.class);
        }
        // Many links lie in a heap, sorted by a tree.
        BTreeV2<LinkNameForIndexedGroupRecord> tree = new BTreeV2<>(storage, info.getBTreeNameIndexAddress());
        FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
        List<LinkMessage> out = new ArrayList<>();
        for (LinkNameForIndexedGroupRecord record : tree.getRecords()) {
            out.add(LinkMessage.fromBuffer(heap.getId(record.getId()), storage.getSuperblock()));
        }
        return out;
    }

    /** Lists what is there as far as it can be read: datasets by their path, with a word where they cannot. */
    private static List<String> datasets(Place root) {
        List<String> out = new ArrayList<>();
        Set<Long> seen = new HashSet<>(Set.of(root.address()));
        Deque<Map.Entry<String, Place>> groups = new ArrayDeque<>(List.of(Map.entry("", root)));
        while (!groups.isEmpty() && seen.size() < MAX_GROUPS) {
            Map.Entry<String, Place> group = groups.poll();
            Map<String, Link> links;
            try {
                links = links(group.getValue());
            } catch (IOException e) {
                out.add(group.getKey() + "/ (cannot be read)");
                continue;
            }
            links.forEach((name, link) -> {
                String path = group.getKey() + "/" + name;
                if (!link.isHard()) {
                    out.add(path + " (a link)");
                } else if (seen.add(link.address())) {
                    add(path, new Place(root.hdf(), root.file(), link.address()), out, groups);
                }
            });
        }
        return out;
    }

    private static void add(String path, Place place, List<String> out, Deque<Map.Entry<String, Place>> groups) {
        try {
            if (isDataset(place, path)) {
                out.add(path);
            } else if (path.chars().filter(c -> c == '/').count() <= MAX_DEPTH) {
                groups.add(Map.entry(path, place));
            }
        } catch (IOException e) {
            out.add(path + (Hdf5Failure.isUnsupported(e) ? " (not supported)" : " (cannot be read)"));
        }
    }

    private static String list(List<String> paths) {
        if (paths.isEmpty()) {
            return "none";
        }
        String some = String.join(", ", paths.subList(0, Math.min(MAX_LISTED, paths.size())));
        return paths.size() > MAX_LISTED ? some + " and " + (paths.size() - MAX_LISTED) + " more" : some;
    }

    /** Checks the size of what was found. */
    static Dataset threeDimensional(Place place, String name) throws IOException {
        Dataset dataset = Hdf5Failure.guard(name, place::dataset);
        int[] size = Hdf5Failure.guard(name, dataset::getDimensions);
        if (size.length != 3) {
            throw new IOException(
                    name + " has the size " + Arrays.toString(size) + "; a stack has three dimensions (z, y, x)");
        }
        return dataset;
    }

    @Override
    public void close() {
        open.forEach(HdfFile::close);
    }
}
