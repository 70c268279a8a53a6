package org.sstem.spark.internal;

import org.sstem.internal.output.LooseFiles;
import org.sstem.internal.output.Sha256;
import org.sstem.internal.output.WholeFolder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks tasks. What they answer is kept in a folder, under the hash of what was asked, until all is done: a job that goes on
 * asks the same, and is answered from there.
 */
public final class Answers {

    private static final int SHORT_HASH = 32;
    private static final String ENDING = ".answer";
    private static final ObjectInputFilter OURS =
            ObjectInputFilter.Config.createFilter("org.sstem.**;java.lang.*;java.util.*;!*");

    private final Blocks blocks;
    private final WholeFolder kept;

    /**
     * Prepares.
     *
     * @param blocks where work is done
     * @param kept   keeps answers
     */
    public Answers(Blocks blocks, WholeFolder kept) {
        this.blocks = blocks;
        this.kept = kept;
    }

    /**
     * Asks.
     *
     * @param what      what is done to answer, for people
     * @param questions what is asked; {@code toString} names each for people
     * @param work      answers one, by something serialisable
     * @return the answers, in the order of the questions
     * @throws IOException as {@link Blocks#run} throws it
     */
    public <Q extends Serializable, A extends Serializable> List<A> ask(
            String what, List<Q> questions, Blocks.Work<Q, A> work) throws IOException {
        Set<String> known = kept.names();
        Map<String, byte[]> given = new HashMap<>();
        List<Q> open = new ArrayList<>();
        for (Q question : questions) {
            String name = name(question);
            if (known.contains(name)) {
                given.put(name, Files.readAllBytes(kept.work().resolve(name)));
            } else {
                open.add(question);
            }
        }
        Blocks.Work<Q, byte[]> asBytes = question -> bytes(work.of(question));
        blocks.run(what, open, asBytes, (question, answer) -> {
            String name = name(question);
            kept.add(name, empty -> Files.write(empty, answer));
            given.put(name, answer);
        });
        List<A> answers = new ArrayList<>();
        for (Q question : questions) {
            answers.add(read(given.get(name(question)), question));
        }
        return answers;
    }

    /**
     * Asks for what only other tasks need: answers stay in the folder, and the driver learns no more than that they are there.
     *
     * @param what      what is done to answer, for people
     * @param questions what is asked; {@code toString} names each for people
     * @param work      answers one, by something serialisable
     * @throws IOException as {@link Blocks#run} throws it
     */
    public <Q extends Serializable, A extends Serializable> void leave(
            String what, List<Q> questions, Blocks.Work<Q, A> work) throws IOException {
        Set<String> known = kept.names();
        List<Q> open = new ArrayList<>();
        for (Q question : questions) {
            if (!known.contains(name(question))) {
                open.add(question);
            }
        }
        URI folder = kept.work().toUri();
        Blocks.Work<Q, ArrayList<LooseFiles.Loose>> written = question -> {
            byte[] answer = bytes(work.of(question));
            LooseFiles files = new LooseFiles(Path.of(folder));
            files.add(name(question), empty -> Files.write(empty, answer));
            return new ArrayList<>(files.files());
        };
        blocks.run(what, open, written, (question, files) -> kept.take(files));
    }

    /** What was answered before, in the folder where answers are kept. */
    static <A extends Serializable> A kept(Path folder, Serializable question) throws IOException {
        return read(Files.readAllBytes(folder.resolve(name(question))), question);
    }

    @SuppressWarnings("unchecked")
    static <A> A read(byte[] answer, Object question) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(answer))) {
            in.setObjectInputFilter(OURS);
            return (A) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("what was found out about " + question + " cannot be understood", e);
        }
    }

    private static String name(Serializable question) throws IOException {
        return Sha256.of(bytes(question)).substring(0, SHORT_HASH) + ENDING;
    }

    static byte[] bytes(Serializable value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    /** Deletes what is no longer needed. */
    public static void forget(WholeFolder kept) throws IOException {
        for (String name : kept.names()) {
            if (name.endsWith(ENDING)) {
                kept.remove(name);
            }
        }
    }
}
