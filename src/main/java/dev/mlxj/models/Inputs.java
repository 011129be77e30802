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
     * @throws IllegalArgumentException if they are missing, of another shape, or too long
     */
    Array tokens(String name, int longest) {
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
        return ids;
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
