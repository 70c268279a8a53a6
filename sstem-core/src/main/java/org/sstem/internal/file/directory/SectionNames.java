package org.sstem.internal.file.directory;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the files of a directory, in the order of the sections.
 *
 * <p>Where the names differ in one number only, that number orders them, with its sign and its decimals; otherwise they
 * are in {@link NaturalOrder}. Names that can be read in two ways are refused.
 *
 * @param files the files in order
 * @param gaps  for each number that is left out the index in {@code files} before which it is missing, ascending; an
 *     index comes as often as numbers are left out there
 * @param said  the numbers left out, in words; empty if none is
 */
record SectionNames(List<Path> files, List<Integer> gaps, String said) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?");
    private static final Pattern TRAILING = Pattern.compile("(?:[0-9]+\\.?)+$|(?<![A-Za-z0-9])[+-]$");
    private static final int MAX_GAP = 1000;

    /** One file and the number that tells it from the others. */
    private record Numbered(Path file, BigDecimal number, int decimals) {}

    static SectionNames of(Path directory, List<Path> found) throws IOException {
        List<Path> natural = new ArrayList<>(found);
        natural.sort((a, b) -> NaturalOrder.INSTANCE.compare(name(a), name(b)));
        List<Numbered> numbered = natural.size() < 2 ? List.of() : numbers(natural);
        if (numbered.isEmpty()) {
            return new SectionNames(List.copyOf(natural), List.of(), "");
        }
        numbered.sort(Comparator.comparing(Numbered::number));
        for (int i = 1; i < numbered.size(); i++) {
            checkPair(directory, numbered.get(i - 1), numbered.get(i));
        }
        List<Path> files = numbered.stream().map(Numbered::file).toList();
        boolean whole = numbered.stream().allMatch(n -> n.decimals() == 0);
        return whole ? withGaps(files, numbered) : new SectionNames(files, List.of(), "");
    }

    private static void checkPair(Path directory, Numbered a, Numbered b) throws IOException {
        if (a.number().compareTo(b.number()) == 0) {
            throw new IOException(directory + " holds two sections of the number "
                    + a.number().toPlainString() + ": " + name(a.file()) + " and " + name(b.file()));
        }
        boolean sameWhole = a.number().toBigInteger().equals(b.number().toBigInteger());
        if (sameWhole && a.decimals() > 0 && b.decimals() > 0 && a.decimals() != b.decimals()) {
            throw new IOException(directory + " holds " + name(a.file()) + " and " + name(b.file())
                    + ", which can be put in order in two ways; give the numbers of sections equally many digits");
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** The numbers in which the names differ; empty if they differ in something else too. */
    private static List<Numbered> numbers(List<Path> files) {
        String first = name(files.get(0));
        int prefix = first.length();
        int suffix = first.length();
        for (Path file : files) {
            String other = name(file);
            prefix = Math.min(prefix, common(first, other, false));
            suffix = Math.min(suffix, common(first, other, true));
        }
        prefix = beforeNumber(first, prefix);
        // The end must not begin within a number either: 10.png and 20.png end in .png, not in 0.png.
        while (suffix > 0 && isDigit(first.charAt(first.length() - suffix))) {
            suffix--;
        }
        List<Numbered> out = new ArrayList<>();
        for (Path file : files) {
            String name = name(file);
            String number = prefix + suffix > name.length() ? "" : name.substring(prefix, name.length() - suffix);
            if (!NUMBER.matcher(number).matches()) {
                return List.of();
            }
            int point = number.indexOf('.');
            out.add(new Numbered(file, new BigDecimal(number), point < 0 ? 0 : number.length() - point - 1));
        }
        return out;
    }

    /** Where the number begins that a common beginning may reach into. */
    private static int beforeNumber(String name, int prefix) {
        Matcher digits = TRAILING.matcher(name.substring(0, prefix));
        return digits.find() ? digits.start() : prefix;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int common(String a, String b, boolean fromEnd) {
        int most = Math.min(a.length(), b.length());
        int count = 0;
        while (count < most
                && (fromEnd
                        ? a.charAt(a.length() - 1 - count) == b.charAt(b.length() - 1 - count)
                        : a.charAt(count) == b.charAt(count))) {
            count++;
        }
        return count;
    }

    private static SectionNames withGaps(List<Path> files, List<Numbered> numbered) {
        List<BigInteger> numbers =
                numbered.stream().map(n -> n.number().toBigInteger()).toList();
        BigInteger step = BigInteger.ZERO;
        for (int i = 1; i < numbers.size(); i++) {
            step = step.gcd(numbers.get(i).subtract(numbers.get(i - 1)));
        }
        List<Integer> gaps = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (int i = 1; i < numbers.size(); i++) {
            BigInteger lacking =
                    numbers.get(i).subtract(numbers.get(i - 1)).divide(step).subtract(BigInteger.ONE);
            if (lacking.signum() > 0) {
                BigInteger from = numbers.get(i - 1).add(step);
                BigInteger to = numbers.get(i).subtract(step);
                said.add(from.equals(to) ? from.toString() : from + " to " + to);
                for (int k = 0; k < lacking.min(BigInteger.valueOf(MAX_GAP)).intValue(); k++) {
                    gaps.add(i);
                }
            }
        }
        String some = String.join(", ", said.subList(0, Math.min(10, said.size())));
        return new SectionNames(files, gaps, said.size() > 10 ? some + " and others" : some);
    }
}
