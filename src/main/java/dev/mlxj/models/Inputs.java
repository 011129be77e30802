package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
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
     * Pictures, [batch, channels, height, width], floating.
     *
     * @throws IllegalArgumentException if they are missing, of another shape, or none
     */
    Array pixels(String name, int channels, int height, int width) {
        return floats(name, Shape.of(channels, height, width), "[batch, channels, height, width]");
    }

    /**
     * Features of sound, [batch, features, frames], floating.
     *
     * @throws IllegalArgumentException if they are missing, of another shape, or none
     */
    Array features(String name, int features, int frames) {
        return floats(name, Shape.of(features, frames), "[batch, features, frames]");
    }

    private Array floats(String name, Shape each, String meaning) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("inputs: '%s' is missing".formatted(name));
        }
        List<Long> extents = array.shape().toList();
        boolean fits =
                extents.size() == each.rank() + 1
                        && extents.getFirst() > 0
                        && extents.subList(1, extents.size()).equals(each.toList());
        if (!fits || !array.dtype().isFloating()) {
            throw new IllegalArgumentException(
                    "inputs: '%s' is %s %s, expected floats %s of which each is %s"
                            .formatted(name, array.dtype(), array.shape(), meaning, each));
        }
        return array;
    }

    /**
     * How many texts there are to choose from.
     *
     * @throws IllegalArgumentException if the input is missing or is not [batch, choices, length]
     */
    long choices(String name) {
        Array ids = arrays.get(name);
        if (ids == null || ids.ndim() != 3) {
            throw new IllegalArgumentException(
                    "inputs: '%s' is %s, expected integers [batch, choices, length]"
                            .formatted(name, ids == null ? "missing" : "of shape " + ids.shape()));
        }
        return ids.shape().extent(1);
    }

    /** All inputs, [batch, choices, length], as [batch * choices, length]. */
    Inputs withoutChoices() {
        Map<String, Array> rows = new LinkedHashMap<>();
        arrays.forEach(
                (name, array) -> rows.put(name, array.ndim() == 3 ? array.flatten(0, 1) : array));
        return new Inputs(rows, rows.keySet());
    }

    /**
     * Which keys a query may look at, broadcastable to [batch, heads, length, length]; null if it
     * may look at all.
     *
     * @param name of the mask, which is 1 where there is a token
     * @param causal whether no query looks at what comes after it
     */
    @Nullable Array attention(String name, Shape tokens, boolean causal) {
        Array mask = optional(name, tokens).orElse(null);
        if (causal) {
            int length = Math.toIntExact(tokens.extent(1));
            return new AttentionMask(AttentionMask.Direction.BACK, length, mask)
                    .within(AttentionMask.NO_WINDOW);
        }
        return mask == null ? null : mask.notEqual(0).expandDims(1, 2);
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

    /**
     * Pictures for a trial run, [2, channels, height, width], from -1 to 1, in every run the same.
     */
    static Array samplePixels(int channels, int height, int width) {
        float[] pixels = new float[Math.multiplyExact(2 * channels, height * width)];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i + 1L) * 2_654_435_761L % 2001 / 1000f - 1;
        }
        return Array.of(pixels).reshape(2, channels, height, width);
    }
}
