package dev.mlxj.models;

import dev.mlxj.array.Array;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The lazy arrays of a checkpoint on their way to a model: under their stored names at first, under
 * the model's after {@link Family#sanitize}. Each remembers the name it is stored under.
 */
public final class StoredWeights {
    private SequencedMap<String, Array> arrays;
    private Map<String, String> storedNames = new LinkedHashMap<>();
    private final SequencedMap<String, String> ties = new LinkedHashMap<>();

    public StoredWeights(Map<String, Array> stored) {
        arrays = new LinkedHashMap<>(stored);
        for (String name : stored.keySet()) {
            storedNames.put(name, name);
        }
    }

    /**
     * Gives every array the name that {@code rule} makes of its own.
     *
     * @throws IllegalArgumentException if two would have the same name
     */
    public void rename(UnaryOperator<String> rule) {
        SequencedMap<String, Array> renamed = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        arrays.forEach(
                (name, array) -> {
                    String changed = rule.apply(name);
                    if (renamed.put(changed, array) != null) {
                        throw new IllegalArgumentException(
                                "tensors '%s' and '%s' would both be parameter '%s'"
                                        .formatted(
                                                names.get(changed),
                                                storedNames.get(name),
                                                changed));
                    }
                    names.put(changed, storedNames.getOrDefault(name, name));
                });
        arrays = renamed;
        storedNames = names;
    }

    /**
     * Puts the matrices of a stack in the place of the stack, lazily.
     *
     * @param name of an array of one axis or more, as it is called now
     * @param part the name of the i-th matrix
     */
    public void unstack(String name, IntFunction<String> part) {
        Array stack = arrays.remove(name);
        if (stack == null || stack.ndim() == 0) {
            throw new IllegalArgumentException("there is no stack '%s'".formatted(name));
        }
        for (int i = 0; i < stack.shape().extent(0); i++) {
            arrays.put(part.apply(i), stack.slice(0, i, i + 1).squeeze(0));
            storedNames.put(part.apply(i), storedName(name) + "[" + i + "]");
        }
    }

    /** Takes out what is no parameter. */
    public void drop(Predicate<String> buffer) {
        arrays.keySet().removeIf(buffer);
    }

    /**
     * Takes out a head's own bias where its output layer has another one, which is then used alone.
     *
     * @param own of the head; the model has it, tied to the other
     * @param second of the output layer
     */
    void keepOneBias(ModelConfig config, String own, String second) throws IOException {
        if (!config.flag("tie_word_embeddings", true) && arrays.containsKey(second)) {
            arrays.remove(own);
        }
    }

    /**
     * Takes out the second copy of each tied array. Where only the second name is stored, the array
     * gets the first.
     *
     * @param tied second name to first
     */
    void tie(Map<String, String> tied) {
        for (Map.Entry<String, String> tie : tied.entrySet()) {
            String second = tie.getKey();
            String first = tie.getValue();
            Array copy = arrays.remove(second);
            if (copy != null && arrays.putIfAbsent(first, copy) == null) {
                storedNames.put(first, storedName(second));
            } else if (copy != null) {
                ties.put(storedName(second), storedName(first));
            }
        }
    }

    /** Whether arrays of both names are there, with different shapes or values. */
    boolean differ(String second, String first) {
        Array a = arrays.get(second);
        Array b = arrays.get(first);
        return a != null && b != null && !a.arrayEqual(b, true).itemBoolean();
    }

    /** Remembers pairs that a config ties, but that are not copies of each other. */
    void keepBoth(Map<String, String> pairs) {
        pairs.forEach((second, first) -> ties.put(storedName(second), storedName(first)));
    }

    /**
     * Second copies that are stored, and of what, by stored names: taken out, unless they differ.
     */
    SequencedMap<String, String> ties() {
        return Collections.unmodifiableSequencedMap(ties);
    }

    /** By the names that they have now. */
    public SequencedMap<String, Array> arrays() {
        return Collections.unmodifiableSequencedMap(arrays);
    }

    /** The name in the checkpoint of what is called {@code name} now. */
    public String storedName(String name) {
        return storedNames.getOrDefault(name, name);
    }

    /**
     * The name that a missing parameter would have in the checkpoint: with the prefix that its
     * nearest relatives are stored under, as far as that can be told.
     */
    String presumedName(String name) {
        String nearest = "";
        int shared = 0;
        for (String other : arrays.keySet()) {
            int parts = sharedParts(name, other);
            String stored = storedName(other);
            if (parts > shared && (stored.endsWith(other) || other.endsWith(stored))) {
                shared = parts;
                nearest = other;
            }
        }
        String stored = storedName(nearest);
        if (stored.length() >= nearest.length()) {
            return stored.substring(0, stored.length() - nearest.length()) + name;
        }
        String added = nearest.substring(0, nearest.length() - stored.length());
        return name.startsWith(added) ? name.substring(added.length()) : name;
    }

    /** How many parts of their paths, from the beginning on, two names have in common. */
    private static int sharedParts(String a, String b) {
        int parts = 0;
        for (int i = 0; i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i); i++) {
            parts += a.charAt(i) == '.' ? 1 : 0;
        }
        return parts;
    }
}
