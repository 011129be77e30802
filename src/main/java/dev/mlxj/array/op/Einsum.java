package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Products of arrays, summed over the axes whose letters the result does not name: {@code
 * "ij,jk->ik"} is a matrix product. Operands are joined from the left, two at a time, each time by
 * one {@link Matmul}. Matches {@code mlx.core.einsum}.
 */
public final class Einsum {
    private static final String ELLIPSIS = "...";
    private static final char FIRST_LETTER = '\u4e00';

    /** An array with a letter for each axis. */
    private record Labelled(Array array, List<Character> letters) {}

    private final Map<Character, Long> extents = new HashMap<>();

    private Einsum() {}

    /**
     * The result.
     *
     * @param subscripts the letters of each operand, then {@code ->} and those of the result;
     *     without an arrow the letters that stand once, in alphabetical order; {@code ...} stands
     *     for as many axes as are left, aligned at the last
     */
    public static Array of(String subscripts, List<Array> operands) {
        return new Einsum().run(spelledOut(subscripts.replace(" ", ""), operands), operands);
    }

    /** The subscripts with a letter for each axis that an ellipsis stands for. */
    private static String spelledOut(String subscripts, List<Array> operands) {
        if (!subscripts.contains(ELLIPSIS)) {
            return subscripts;
        }
        int arrow = subscripts.indexOf("->");
        String[] terms = (arrow < 0 ? subscripts : subscripts.substring(0, arrow)).split(",", -1);
        int most = 0;
        for (int i = 0; i < Math.min(terms.length, operands.size()); i++) {
            if (terms[i].contains(ELLIPSIS)) {
                most = Math.max(most, left(terms[i], operands.get(i)));
            }
        }
        for (int i = 0; i < Math.min(terms.length, operands.size()); i++) {
            if (terms[i].contains(ELLIPSIS)) {
                int axes = left(terms[i], operands.get(i));
                terms[i] = terms[i].replace(ELLIPSIS, letters(most - axes, most));
            }
        }
        String inputs = String.join(",", terms);
        String result =
                arrow < 0 ? ELLIPSIS + implied(subscripts) : subscripts.substring(arrow + 2);
        return inputs + "->" + result.replace(ELLIPSIS, letters(0, most));
    }

    /** How many axes of an operand its ellipsis stands for. */
    private static int left(String term, Array operand) {
        int axes = operand.ndim() - (term.length() - ELLIPSIS.length());
        if (axes < 0) {
            throw Refusal.of("einsum", "'%s' names too many axes.".formatted(term), operand);
        }
        return axes;
    }

    /** Letters that nobody types. */
    private static String letters(int from, int to) {
        StringBuilder letters = new StringBuilder();
        for (int i = from; i < to; i++) {
            letters.append((char) (FIRST_LETTER + i));
        }
        return letters.toString();
    }

    private Array run(String subscripts, List<Array> operands) {
        int arrow = subscripts.indexOf("->");
        String left = arrow < 0 ? subscripts : subscripts.substring(0, arrow);
        String[] terms = left.split(",", -1);
        if (terms.length != operands.size()) {
            throw Refusal.of(
                    "einsum",
                    "Number of operands %d does not match the %d of '%s'."
                            .formatted(operands.size(), terms.length, subscripts),
                    operands);
        }
        List<Character> result =
                letters(arrow < 0 ? implied(left) : subscripts.substring(arrow + 2));
        List<Labelled> rest = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) {
            rest.add(labelled(operands.get(i), letters(terms[i])));
        }
        while (rest.size() > 1) {
            Labelled a = rest.removeFirst();
            Labelled b = rest.removeFirst();
            Set<Character> kept = new LinkedHashSet<>(result);
            rest.forEach(other -> kept.addAll(other.letters()));
            rest.addFirst(joined(a, b, kept));
        }
        Labelled last = summed(rest.getFirst(), new LinkedHashSet<>(result));
        return ordered(last, result);
    }

    private static List<Character> letters(String term) {
        List<Character> letters = new ArrayList<>();
        for (int i = 0; i < term.length(); i++) {
            char letter = term.charAt(i);
            if (!Character.isLetter(letter)) {
                throw new IllegalArgumentException(
                        "[einsum] '%c' in '%s' names no axis.".formatted(letter, term));
            }
            letters.add(letter);
        }
        return letters;
    }

    private static String implied(String left) {
        StringBuilder once = new StringBuilder();
        left.chars()
                .filter(Character::isLetter)
                .sorted()
                .filter(letter -> left.indexOf(letter) == left.lastIndexOf(letter))
                .forEach(letter -> once.append((char) letter));
        return once.toString();
    }

    /** An operand with each letter once: where one stands twice, its diagonal. */
    private Labelled labelled(Array operand, List<Character> letters) {
        if (operand.ndim() != letters.size()) {
            throw Refusal.of(
                    "einsum",
                    "%s names %d axes of an array of %d."
                            .formatted(letters, letters.size(), operand.ndim()),
                    operand);
        }
        Array array = operand;
        List<Character> once = new ArrayList<>(letters);
        for (int axis = 0; axis < once.size(); axis++) {
            Character letter = once.get(axis);
            int second = once.lastIndexOf(letter);
            while (second > axis) {
                array = array.diagonal(0, axis, second);
                once.remove(second);
                once.remove(axis);
                once.add(letter);
                axis = once.indexOf(letter);
                second = once.lastIndexOf(letter);
            }
        }
        for (int axis = 0; axis < once.size(); axis++) {
            long extent = array.shape().extent(axis);
            long known = extents.merge(once.get(axis), extent, Math::max);
            if (extent != known && extent != 1) {
                throw Refusal.of(
                        "einsum",
                        "Axis '%c' has the extents %d and %d."
                                .formatted(once.get(axis), known, extent),
                        operand);
            }
        }
        return new Labelled(array, once);
    }

    /** Summed over the letters that are not kept. */
    private static Labelled summed(Labelled x, Set<Character> kept) {
        List<Character> letters = new ArrayList<>();
        List<Integer> gone = new ArrayList<>();
        for (int axis = 0; axis < x.letters().size(); axis++) {
            if (kept.contains(x.letters().get(axis))) {
                letters.add(x.letters().get(axis));
            } else {
                gone.add(axis);
            }
        }
        int[] axes = gone.stream().mapToInt(Integer::intValue).toArray();
        return gone.isEmpty() ? x : new Labelled(x.array().sum(axes), letters);
    }

    /** The product of two operands, summed over the letters that are not kept. */
    private Labelled joined(Labelled a, Labelled b, Set<Character> kept) {
        Set<Character> forA = new LinkedHashSet<>(kept);
        forA.addAll(b.letters());
        Set<Character> forB = new LinkedHashSet<>(kept);
        forB.addAll(a.letters());
        Labelled left = summed(a, forA);
        Labelled right = summed(b, forB);
        List<Character> batch = new ArrayList<>();
        List<Character> summed = new ArrayList<>();
        List<Character> rows = new ArrayList<>();
        List<Character> columns = new ArrayList<>(right.letters());
        for (Character letter : left.letters()) {
            if (!right.letters().contains(letter)) {
                rows.add(letter);
            } else {
                (kept.contains(letter) ? batch : summed).add(letter);
            }
        }
        columns.removeAll(left.letters());
        Array x = grouped(left, batch, rows, summed);
        Array y = grouped(right, batch, summed, columns);
        List<Character> letters = new ArrayList<>(batch);
        letters.addAll(rows);
        letters.addAll(columns);
        return new Labelled(Reshape.of(x.matmul(y), shape(letters)), letters);
    }

    /** As matrices: batch axes in front, two groups of axes joined into one each. */
    private Array grouped(
            Labelled x, List<Character> batch, List<Character> first, List<Character> second) {
        List<Character> order = new ArrayList<>(batch);
        order.addAll(first);
        order.addAll(second);
        Array array = BroadcastTo.of(ordered(x, order), shape(order));
        long[] extents = new long[batch.size() + 2];
        System.arraycopy(shape(batch).toArray(), 0, extents, 0, batch.size());
        extents[batch.size()] = shape(first).elements();
        extents[batch.size() + 1] = shape(second).elements();
        return Reshape.of(array, Shape.of(extents));
    }

    private Shape shape(List<Character> letters) {
        long[] shape = new long[letters.size()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = extents.getOrDefault(letters.get(axis), 1L);
        }
        return Shape.of(shape);
    }

    private static Array ordered(Labelled x, List<Character> order) {
        List<Integer> axes = new ArrayList<>();
        for (Character letter : order) {
            int axis = x.letters().indexOf(letter);
            if (axis < 0) {
                throw new IllegalArgumentException(
                        "[einsum] The result names '%c', which no operand does.".formatted(letter));
            }
            axes.add(axis);
        }
        return Transpose.of(x.array(), axes);
    }
}
