package org.sstem.cli.internal.file;

import org.sstem.damage.Damage;
import org.sstem.method.SectionSource;
import org.sstem.net.Trainer.LabelledSections;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Stacks with their true labels, open; the last sections of each are held back. */
public final class LabelledStacks implements AutoCloseable {

    private final List<LabelledStack> open = new ArrayList<>();
    private final List<LabelledSections> learnt = new ArrayList<>();
    private final List<LabelledSections> held = new ArrayList<>();

    private LabelledStacks() {}

    /**
     * Opens stacks.
     *
     * @param stacks  their names
     * @param labels  the names of their labels, in the same order, or none, for which nothing is opened
     * @param damage  sections that are not used, the same of every stack
     * @param holdOut share of the sections that is held back
     */
    public static LabelledStacks open(List<String> stacks, List<String> labels, Damage damage, double holdOut)
            throws IOException {
        LabelledStacks all = new LabelledStacks();
        try {
            for (int i = 0; i < labels.size(); i++) {
                all.add(stacks.get(i), labels.get(i), damage, holdOut);
            }
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
        return all;
    }

    private void add(String place, String labelPlace, Damage damage, double holdOut) throws IOException {
        LabelledStack stack = LabelledStack.open(place, labelPlace);
        open.add(stack);
        SectionSource source = stack.source();
        int split = (int) Math.round(stack.sections() * (1 - holdOut));
        learnt.add(new LabelledSections(source, stack.labels(), sections(stack, damage, z -> z < split)));
        held.add(new LabelledSections(source, stack.labels(), sections(stack, damage, z -> z >= split)));
    }

    private static List<Integer> sections(LabelledStack stack, Damage damage, IntPredicate part) {
        return IntStream.range(0, stack.sections())
                .filter(part)
                .filter(z -> !damage.damagedSections().contains(z))
                .boxed()
                .toList();
    }

    /** What may be learnt from. */
    public List<LabelledSections> learnt() {
        return learnt;
    }

    /** What is held back for judging. */
    public List<LabelledSections> held() {
        return held;
    }

    @Override
    public void close() throws IOException {
        for (LabelledStack stack : open) {
            stack.close();
        }
    }
}
