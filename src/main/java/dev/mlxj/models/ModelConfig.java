package dev.mlxj.models;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;

import dev.mlxj.io.MalformedCheckpointException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of a {@code config.json}, read by name and checked. A null counts as absent, as in the
 * configurations that transformers writes.
 *
 * <p>Every accessor throws {@link MalformedCheckpointException} with the key, the value found, and
 * what was expected.
 */
public final class ModelConfig {
    /** Real ones have a few kilobytes. */
    private static final long LARGEST = 16 << 20;

    private final Path file;
    private final String path;
    private final Map<?, ?> values;

    private ModelConfig(Path file, String path, Map<?, ?> values) {
        this.file = file;
        this.path = path;
        this.values = values;
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws MalformedCheckpointException if it is not a JSON object
     */
    public static ModelConfig read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw malformed(file, "it has " + Files.size(file) + " bytes, more than any config");
        }
        try {
            if (JSON.std.anyFrom(Files.readAllBytes(file)) instanceof Map<?, ?> values) {
                return new ModelConfig(file, "", values);
            }
        } catch (JacksonException e) {
            throw malformed(file, "it is not JSON: " + e.getOriginalMessage());
        }
        throw malformed(file, "it is not a JSON object");
    }

    /**
     * This config, where a key that is not in it has the value that {@code defaults} gives it: what
     * a family's class has for what a {@code config.json} leaves out. A key with a null keeps the
     * null.
     *
     * @param defaults numbers, strings, booleans, and lists of them
     */
    public ModelConfig withDefaults(Map<String, ?> defaults) {
        Map<Object, Object> all = new HashMap<>(defaults);
        all.putAll(values);
        return new ModelConfig(file, path, all);
    }

    /** This config without some of its keys. */
    public ModelConfig without(String... keys) {
        Map<Object, Object> rest = new HashMap<>(values);
        for (String key : keys) {
            rest.remove(key);
        }
        return new ModelConfig(file, path, rest);
    }

    private static MalformedCheckpointException malformed(Path file, String problem) {
        return new MalformedCheckpointException(
                file, MalformedCheckpointException.NOWHERE, problem, null);
    }

    /** {@code model_type}, which names the architecture. */
    public Optional<String> modelType() throws IOException {
        return has("model_type") ? Optional.of(text("model_type")) : Optional.empty();
    }

    /** {@code architectures}: the classes of transformers that the checkpoint was saved from. */
    public List<String> architectures() throws IOException {
        Object value = values.get("architectures");
        List<String> names = new ArrayList<>();
        if (value != null) {
            if (!(value instanceof List<?> list)) {
                throw unexpected("architectures", "a list of names");
            }
            for (Object name : list) {
                names.add(String.valueOf(name));
            }
        }
        return names;
    }

    /** How many keys there are. */
    public int size() {
        return values.size();
    }

    /** The keys, of what is null too. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Object key : values.keySet()) {
            keys.add(String.valueOf(key));
        }
        return keys;
    }

    /** Whether the key is there and not null. */
    public boolean has(String key) {
        return values.get(key) != null;
    }

    /** An integer from 1 to 2^31 - 1. */
    public int positive(String key) throws IOException {
        if (values.get(key) instanceof Number number
                && number.doubleValue() == number.longValue()
                && number.longValue() > 0
                && number.longValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw unexpected(key, "a positive integer");
    }

    /** An integer from 1 to 2^31 - 1. */
    public int positive(String key, int absent) throws IOException {
        return has(key) ? positive(key) : absent;
    }

    /** An integer from 0 to 2^31 - 1. */
    public int notNegative(String key) throws IOException {
        return values.get(key) instanceof Number number && number.doubleValue() == 0
                ? 0
                : positive(key);
    }

    /** A finite number. */
    public double number(String key, double absent) throws IOException {
        return has(key) ? number(key) : absent;
    }

    /** A finite number. */
    public double number(String key) throws IOException {
        if (values.get(key) instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw unexpected(key, "a number");
    }

    /** Finite numbers. */
    public List<Double> numbers(String key) throws IOException {
        List<Double> numbers = new ArrayList<>();
        for (Object item : list(key, "a list of numbers")) {
            if (!(item instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                throw unexpected(key, "a list of numbers");
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    /** Strings. */
    public List<String> texts(String key) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object item : list(key, "a list of strings")) {
            if (!(item instanceof String text)) {
                throw unexpected(key, "a list of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    private List<?> list(String key, String expected) throws IOException {
        if (values.get(key) instanceof List<?> list) {
            return list;
        }
        throw unexpected(key, expected);
    }

    /** Whether an object is there. */
    public boolean isSection(String key) {
        return values.get(key) instanceof Map<?, ?>;
    }

    /** Whether a boolean is there. */
    public boolean isFlag(String key) {
        return values.get(key) instanceof Boolean;
    }

    public boolean flag(String key, boolean absent) throws IOException {
        return has(key) ? flag(key) : absent;
    }

    public boolean flag(String key) throws IOException {
        if (values.get(key) instanceof Boolean flag) {
            return flag;
        }
        throw unexpected(key, "true or false");
    }

    public String text(String key) throws IOException {
        if (values.get(key) instanceof String text) {
            return text;
        }
        throw unexpected(key, "a string");
    }

    /** The meaning of a string: what {@code meanings} has for it. */
    public <T> T choice(String key, String absent, Map<String, T> meanings) throws IOException {
        @Nullable T meaning = meanings.get(has(key) ? text(key) : absent);
        if (meaning == null) {
            throw unexpected(key, "one of " + String.join(", ", new TreeSet<>(meanings.keySet())));
        }
        return meaning;
    }

    /** An integer from 0 to 2^31 - 1. */
    int notNegative(String key, int absent) throws IOException {
        return has(key) ? notNegative(key) : absent;
    }

    /** A string. */
    String text(String key, String absent) throws IOException {
        return has(key) ? text(key) : absent;
    }

    /** Whether exactly this value stands under the key. */
    boolean is(String key, Object value) {
        return value.equals(values.get(key));
    }

    /** Of a picture or a part of it. */
    record Size(int height, int width) {}

    /** Height and width: a list of both, or one integer for both. */
    Size size(String key, int absent) throws IOException {
        if (!(values.get(key) instanceof List<?> list)) {
            int side = positive(key, absent);
            return new Size(side, side);
        }
        List<Double> numbers = numbers(key);
        if (list.size() != 2 || numbers.getFirst() < 1 || numbers.getLast() < 1) {
            throw unexpected(key, "a positive integer, or a height and a width");
        }
        return new Size(numbers.getFirst().intValue(), numbers.getLast().intValue());
    }

    /** Refuses every other value than the one that is known, which is also what absence means. */
    void require(String key, Object known) throws IOException {
        if (has(key) && !known.equals(values.get(key))) {
            throw unexpected(key, show(known));
        }
    }

    /** Refuses a number that does not divide {@code whole}, which stands under another key. */
    void requireDivisor(String key, String wholeKey, int whole) throws IOException {
        if (has(key) && whole % positive(key) != 0) {
            throw unexpected(key, "a divisor of " + wholeKey + " " + whole);
        }
    }

    /**
     * What the class of transformers that the checkpoint was saved from is called after the
     * family's name: {@code ForMaskedLM} of {@code BertForMaskedLM}; {@code Model} where the config
     * names none.
     *
     * @param known what is known of this family
     */
    String kind(String family, Set<String> known) throws IOException {
        List<String> classes = architectures();
        String name = classes.isEmpty() ? family + "Model" : classes.getFirst();
        String kind = name.startsWith(family) ? name.substring(family.length()) : "";
        if (!known.contains(kind)) {
            Set<String> names = new TreeSet<>();
            for (String other : known) {
                names.add(family + other);
            }
            throw unexpected("architectures", "one of " + names);
        }
        return kind;
    }

    /** How many classes a classifier tells apart: {@code id2label} names them, or a number. */
    int labels() throws IOException {
        Optional<ModelConfig> names = section("id2label");
        return names.isPresent() ? names.get().size() : positive("num_labels", 2);
    }

    /** The object under {@code key}, its keys named {@code key.inner} in messages. */
    public Optional<ModelConfig> section(String key) throws IOException {
        if (!has(key)) {
            return Optional.empty();
        }
        if (values.get(key) instanceof Map<?, ?> inner) {
            return Optional.of(new ModelConfig(file, path + key + ".", inner));
        }
        throw unexpected(key, "an object");
    }

    /** As {@link #section}; an object without keys where there is none. */
    public ModelConfig sectionOrEmpty(String key) throws IOException {
        return section(key).orElseGet(() -> new ModelConfig(file, path + key + ".", Map.of()));
    }

    /** The error that says what stands under {@code key} and what was expected there. */
    public MalformedCheckpointException unexpected(String key, String expected) {
        Object value = values.get(key);
        return malformed(
                file,
                path
                        + key
                        + " is "
                        + (value == null ? "absent" : show(value))
                        + ", expected "
                        + expected);
    }

    private static String show(Object value) {
        return value instanceof String text ? "'" + text + "'" : value.toString();
    }
}
