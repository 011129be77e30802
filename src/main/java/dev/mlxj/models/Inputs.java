package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.Shape;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The inputs of a model by name, checked as they are taken. */
final class Inputs {
    private final Map<String, Array> arrays;

    /**
     * @throws IllegalArgumentException if one has a name that is not known
     */
    Inputs(Map<String, Array> arrays, Set<String> known) {
        for (String name : new TreeSet<>(arrays.keySet())) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "inputs: '%s' is none of %s"
                                .formatted(name, String.join(", ", new TreeSet<>(known))));
            }
        }
        this.arrays = arrays;
    }

    /**
     * Token ids, [batch, length], integers.
     *
     * @param longest the most tokens that a sequence may have
     * @param count how many different ids the model knows
     * @throws IllegalArgumentException if they are missing, of another shape, none, too long, or
     *     not all from 0 to {@code count - 1}
     */
    Array tokens(String name, int longest, int count) {
        Array ids = arrays.get(name);
        if (ids == null) {
            throw new IllegalArgumentException("inputs: '%s' is missing".formatted(name));
        }
        if (ids.ndim() != 2 || !ids.dtype().isInteger()) {
            throw new IllegalArgumentException(
                    "inputs: '%s' is %s %s, expected integers [batch, length]"
                            .formatted(name, ids.dtype(), ids.shape()));
        }
        if (ids.shape().extent(1) > longest) {
            throw new IllegalArgumentException(
                    "inputs: '%s' has %d tokens in a row, the model takes %d"
                            .formatted(name, ids.shape().extent(1), longest));
        }
        if (ids.size() == 0) {
            throw new IllegalArgumentException(
                    "inputs: '%s' has shape %s, expected one token or more"
                            .formatted(name, ids.shape()));
        }
        requireIds(name, ids, count);
        return ids;
    }

    /**
     * Ids that may be left out.
     *
     * @param count how many different ids the model knows
     * @throws IllegalArgumentException if they have another shape or are not all from 0 to {@code
     *     count - 1}
     */
    Optional<Array> optionalIds(String name, Shape shape, int count) {
        Optional<Array> ids = optional(name, shape);
        ids.ifPresent(given -> requireIds(name, given, count));
        return ids;
    }

    /** A gather would take a negative id from the end of the table. */
    private static void requireIds(String name, Array ids, int count) {
        long least = ids.min().itemLong();
        long greatest = ids.max().itemLong();
        if (least < 0 || greatest >= count) {
            throw new IllegalArgumentException(
                    "inputs: '%s' has the id %d, the model takes 0 to %d"
                            .formatted(name, least < 0 ? least : greatest, count - 1));
        }
    }

    /**
     * An input that may be left out.
     *
     * @throws IllegalArgumentException if it has another shape
     */
    Optional<Array> optional(String name, Shape shape) {
        Array array = arrays.get(name);
        if (array != null && !array.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "inputs: '%s' has shape %s, expected %s".formatted(name, array.shape(), shape));
        }
        return Optional.ofNullable(array);
    }

    /**
     * Token ids for a trial run, [2, length]: spread over the vocabulary, the same in every run.
     */
    static Array sampleTokens(int vocabularySize, int length) {
        long[] ids = new long[2 * length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (i + 1L) * 2_654_435_761L % vocabularySize;
        }
        return Array.of(ids).reshape(2, length);
    }
}
