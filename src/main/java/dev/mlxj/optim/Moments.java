package dev.mlxj.optim;

import dev.mlxj.array.Array;

import java.util.LinkedHashMap;
import java.util.NoSuchElementException;
import java.util.SequencedMap;

/** What an optimizer remembers of one parameter: arrays by name, as {@code m} and {@code v}. */
public final class Moments {
    private final String optimizer;
    private final String path;
    private final SequencedMap<String, Array> arrays = new LinkedHashMap<>();

    Moments(String optimizer, String path) {
        this.optimizer = optimizer;
        this.path = path;
    }

    /**
     * The array of this name.
     *
     * @throws NoSuchElementException if there is none: the state is of another optimizer
     */
    public Array get(String name) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new NoSuchElementException(
                    "%s: the state of '%s' has no '%s', but %s; is it that of another optimizer?"
                            .formatted(optimizer, path, name, arrays.keySet()));
        }
        return array;
    }

    public void set(String name, Array array) {
        arrays.put(name, array);
    }

    /** Adds zeros of the shape and dtype of {@code like}. */
    public void setZeros(String name, Array like) {
        set(name, Array.zeros(like.dtype(), like.shape().toArray()));
    }

    /** The arrays by their paths in the state of the optimizer. */
    SequencedMap<String, Array> byPath() {
        SequencedMap<String, Array> flat = new LinkedHashMap<>();
        arrays.forEach((name, array) -> flat.put(path.isEmpty() ? name : path + "." + name, array));
        return flat;
    }
}
