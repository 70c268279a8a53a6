package org.sstem.cli.internal.part;

import org.sstem.cli.internal.option.Usage;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of the damaged sections a process restores, where several do one stack. */
public final class PartOptions {

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");
    private static final Pattern CHUNK = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");

    @ArgGroup
    private Choice choice = new Choice();

    /** One of the two. */
    private static final class Choice {

        @Option(
                names = "--sections",
                paramLabel = "A-B",
                description = "Restore the damaged sections A to B only, into the folder OUT, a part of which sstem"
                        + " assemble makes a stack.")
        private String range;

        @Option(
                names = "--chunk",
                paramLabel = "I/N",
                description = "The same for the I-th of N parts with equally many damaged sections: N processes do one"
                        + " stack.")
        private String chunk;
    }

    /** Tells whether only a part is restored. */
    public boolean isAsked() {
        return choice.range != null || choice.chunk != null;
    }

    /** Refuses what is no part. */
    public void check(CommandSpec spec) {
        if (choice.range != null) {
            int[] ends = numbers(RANGE, choice.range);
            Usage.require(
                    ends.length == 2 && ends[0] <= ends[1],
                    spec,
                    "--sections must be A-B with A not above B, was " + choice.range);
        }
        if (choice.chunk != null) {
            int[] place = numbers(CHUNK, choice.chunk);
            Usage.require(
                    place.length == 2 && place[0] >= 1 && place[0] <= place[1],
                    spec,
                    "--chunk must be I/N with I from 1 to N, was " + choice.chunk);
        }
    }

    private static int[] numbers(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches()
                ? new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))}
                : new int[0];
    }

    /** The damaged sections of the part. */
    public List<Integer> of(SortedSet<Integer> damaged) {
        if (choice.range != null) {
            int[] ends = numbers(RANGE, choice.range);
            return damaged.stream().filter(z -> z >= ends[0] && z <= ends[1]).toList();
        }
        int[] place = numbers(CHUNK, choice.chunk);
        long all = damaged.size();
        List<Integer> sections = List.copyOf(damaged);
        return sections.subList((int) ((place[0] - 1) * all / place[1]), (int) (place[0] * all / place[1]));
    }

    @Override
    public String toString() {
        return choice.range != null ? "sections " + choice.range : "chunk " + choice.chunk;
    }
}
