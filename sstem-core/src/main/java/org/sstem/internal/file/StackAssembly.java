package org.sstem.internal.file;

import org.sstem.internal.output.FileSink;
import org.sstem.internal.output.WholeFolder;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/** How the sections that wait in an unfinished folder become a stack. */
public interface StackAssembly {

    /** How a section waits; where the folder becomes the stack, how it stays. */
    SectionCodec codec();

    /** Tells whether a section is in the unfinished stack already and waits no more. */
    default boolean holds(WholeFolder folder, int z) {
        return false;
    }

    /** Puts the sections together and moves the stack to its place. */
    void commit(WholeFolder folder, List<Path> sections) throws IOException;

    /**
     * A stack that is put together in steps which may be shared among processes. The steps of one round make different files,
     * and need nothing but what the rounds before have made.
     */
    interface Shared extends StackAssembly {

        /**
         * A step.
         *
         * @param name   what it is called where it is noted down as done
         * @param round  0 for what is made of the sections themselves
         * @param number in its round
         * @param first  the first section of the round that goes into it
         * @param end    the section after the last one
         */
        record Step(String name, int round, int number, int first, int end) implements Serializable {}

        /** Does all steps that are not done yet, and leaves the stack in the folder. */
        void assemble(WholeFolder folder, List<Path> sections) throws IOException;

        /** All steps, round by round. */
        List<List<Step>> rounds();

        /** What waits for a step, in files of the unfinished folder; for the first round the caller's sections. */
        List<Path> waiting(Path folder, Step step);

        /**
         * Makes the files of a step.
         *
         * @param sections what goes into it, one file of bare pixels each
         * @param files    takes the files, and what waits for the round after
         */
        void build(Step step, List<Path> sections, FileSink files) throws IOException;
    }
}
