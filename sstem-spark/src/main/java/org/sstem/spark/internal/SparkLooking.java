package org.sstem.spark.internal;

import org.sstem.internal.detect.Look;
import org.sstem.internal.detect.Looking;
import org.sstem.internal.output.Sha256;
import org.sstem.internal.output.WholeFolder;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.SectionSource;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.StackReader;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Looks at sections on a cluster. What was found out is kept in a folder until the whole detection is done, under the hash
 * of what was asked: a job that goes on asks the same, and is answered from there.
 */
public final class SparkLooking implements Looking {

    /** Sections of a task: neighbours are looked at once for all of them, and a stack is opened once. */
    private static final int MOST = 16;
    /** Tasks a core, so that all cores end at about the same time. */
    private static final int ROUNDS = 4;

    private static final int SHORT_HASH = 32;
    private static final String ENDING = ".answer";
    private static final ObjectInputFilter OURS =
            ObjectInputFilter.Config.createFilter("org.sstem.**;java.lang.*;java.util.*;!*");

    private final Blocks blocks;
    private final StackSupplier stack;
    private final int cores;
    private final WholeFolder kept;

    /**
     * Prepares.
     *
     * @param blocks where work is done
     * @param stack  opens the stack
     * @param cores  how many tasks are at work at the same time
     * @param kept   keeps answers
     */
    public SparkLooking(Blocks blocks, StackSupplier stack, int cores, WholeFolder kept) {
        this.blocks = blocks;
        this.stack = stack;
        this.cores = cores;
        this.kept = kept;
    }

    /** What a task is asked. */
    private record Question<T extends Serializable>(Look<T> look, int[] sections) implements Serializable {

        @Override
        public String toString() {
            return new Slab(sections[0], sections[sections.length - 1] + 1).toString();
        }
    }

    @Override
    public <T extends Serializable> SortedMap<Integer, T> each(int[] sections, Look<T> look, IntConsumer done) {
        try {
            return answers(sections, look, done);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private <T extends Serializable> SortedMap<Integer, T> answers(int[] sections, Look<T> look, IntConsumer done)
            throws IOException {
        SortedMap<Integer, T> all = new TreeMap<>();
        List<Question<T>> open = new ArrayList<>();
        for (Question<T> question : questions(sections, look)) {
            String name = name(question);
            if (kept.names().contains(name)) {
                put(all, question, Files.readAllBytes(kept.work().resolve(name)));
            } else {
                open.add(question);
            }
        }
        StackSupplier from = stack;
        blocks.run("looked at", open, question -> answered(from, question), (question, answer) -> {
            kept.add(name(question), empty -> Files.write(empty, answer));
            put(all, question, answer);
        });
        for (int z : sections) {
            done.accept(z);
        }
        return all;
    }

    private <T extends Serializable> List<Question<T>> questions(int[] sections, Look<T> look) {
        int size = Math.max(1, Math.min(MOST, (sections.length + ROUNDS * cores - 1) / (ROUNDS * cores)));
        List<Question<T>> questions = new ArrayList<>();
        for (int first = 0; first < sections.length; first += size) {
            int[] some = Arrays.copyOfRange(sections, first, Math.min(first + size, sections.length));
            questions.add(new Question<>(look.near(some[0], some[some.length - 1]), some));
        }
        return questions;
    }

    private static <T extends Serializable> byte[] answered(StackSupplier stack, Question<T> question)
            throws IOException {
        try (StackReader<?> in = stack.open()) {
            Look.Eye<T> eye = question.look().open(new View(TissueSource.of(SectionSource.of(in.pixels()))));
            ArrayList<T> answers = new ArrayList<>();
            for (int z : question.sections()) {
                answers.add(eye.at(z));
            }
            return bytes(answers);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Serializable> void put(SortedMap<Integer, T> all, Question<T> question, byte[] answer)
            throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(answer))) {
            in.setObjectInputFilter(OURS);
            List<T> answers = (ArrayList<T>) in.readObject();
            for (int i = 0; i < answers.size(); i++) {
                all.put(question.sections()[i], answers.get(i));
            }
        } catch (ClassNotFoundException e) {
            throw new IOException("what was found out about " + question + " cannot be understood", e);
        }
    }

    private static String name(Question<?> question) throws IOException {
        return Sha256.of(bytes(question)).substring(0, SHORT_HASH) + ENDING;
    }

    private static byte[] bytes(Object value) throws IOException {
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
