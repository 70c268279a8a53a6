package org.sstem.spark.internal;

import org.sstem.internal.detect.Look;
import org.sstem.internal.detect.Looking;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.SectionSource;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** Looks at sections on a cluster. */
public final class SparkLooking implements Looking {

    /** Sections of a task: neighbours are looked at once for all of them, and a stack is opened once. */
    private static final int MOST = 16;
    /** Tasks a core, so that all cores end at about the same time. */
    private static final int ROUNDS = 4;

    private final Answers answers;
    private final StackSupplier stack;
    private final int cores;

    /**
     * Prepares.
     *
     * @param answers where tasks are asked
     * @param stack   opens the stack
     * @param cores   how many tasks are at work at the same time
     */
    public SparkLooking(Answers answers, StackSupplier stack, int cores) {
        this.answers = answers;
        this.stack = stack;
        this.cores = cores;
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
        List<Question<T>> questions = questions(sections, look);
        StackSupplier from = stack;
        List<ArrayList<T>> given = answers.ask("looked at", questions, question -> answered(from, question));
        SortedMap<Integer, T> all = new TreeMap<>();
        for (int i = 0; i < questions.size(); i++) {
            int[] asked = questions.get(i).sections();
            for (int n = 0; n < asked.length; n++) {
                all.put(asked[n], given.get(i).get(n));
            }
        }
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

    private static <T extends Serializable> ArrayList<T> answered(StackSupplier stack, Question<T> question)
            throws IOException {
        try (StackReader<?> in = stack.open()) {
            Look.Eye<T> eye = question.look().open(new View(TissueSource.of(SectionSource.of(in.pixels()))));
            ArrayList<T> answers = new ArrayList<>();
            for (int z : question.sections()) {
                eye.ahead(List.of(z));
                answers.add(eye.at(z));
            }
            return answers;
        }
    }
}
