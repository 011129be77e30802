package dev.mlxj.surgery;

import static dev.mlxj.io.Utf8Order.UTF8_ORDER;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The frozen parameters of a checkpoint, as its metadata keep them under {@value #KEY}: a JSON
 * array of strings, sorted by their UTF-8 bytes. A string is the path of a parameter, or the path
 * of a module and a final dot, which stands for every parameter below that module; {@code "."} is
 * the whole model.
 */
public final class FrozenSet {
    /** The metadata key. */
    public static final String KEY = "mlxj.frozen";

    public static final FrozenSet NONE = new FrozenSet(new TreeSet<>());

    private static final String WHOLE_MODEL = ".";

    private final NavigableSet<String> entries;

    private FrozenSet(NavigableSet<String> entries) {
        this.entries = Collections.unmodifiableNavigableSet(entries);
    }

    /**
     * What a checkpoint's metadata say; nothing is frozen where they do not say.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static FrozenSet in(Map<String, String> metadata) {
        String json = metadata.get(KEY);
        return json == null ? NONE : parse(json);
    }

    /** The value of the key as a checkpoint has it: in a sharded model the index alone counts. */
    static Optional<String> textIn(Checkpoint checkpoint) {
        Object text =
                checkpoint.isSharded()
                        ? checkpoint.indexMetadata().get(KEY)
                        : checkpoint.metadata().get(KEY);
        return Optional.ofNullable(text).map(Object::toString);
    }

    /**
     * What a checkpoint says: of a sharded one the index alone, since a set in a shard would speak
     * of names that the shard does not have.
     *
     * @throws MalformedCheckpointException if the value is not a JSON array of strings
     */
    public static FrozenSet in(Checkpoint model) throws MalformedCheckpointException {
        Optional<String> json = textIn(model);
        try {
            return json.isPresent() ? parse(json.get()) : NONE;
        } catch (IllegalArgumentException e) {
            throw new MalformedCheckpointException(
                    model.index().orElse(model.path()),
                    MalformedCheckpointException.NOWHERE,
                    "metadata: " + e.getMessage(),
                    "`mlxj unfreeze` writes it anew");
        }
    }

    /**
     * Reads the value of the metadata key.
     *
     * @throws IllegalArgumentException if it is not a JSON array of strings
     */
    public static FrozenSet parse(String json) {
        NavigableSet<String> entries = new TreeSet<>(UTF8_ORDER);
        try (JsonParser parser = JsonText.JSON.createParser(json)) {
            boolean sound = parser.nextToken() == JsonToken.START_ARRAY;
            while (sound && parser.nextToken() != JsonToken.END_ARRAY) {
                sound = parser.currentToken() == JsonToken.VALUE_STRING;
                entries.add(parser.getText());
            }
            if (!sound || parser.nextToken() != null) {
                throw new IllegalArgumentException(KEY + " is not a JSON array of strings");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(KEY + " is not a JSON array of strings", e);
        }
        return new FrozenSet(entries);
    }

    /**
     * The canonical set in which exactly these parameters are frozen: the highest module of which
     * every parameter is frozen stands for them all.
     *
     * @param names all parameters of the model
     * @param frozen those of them that are frozen
     * @throws IllegalArgumentException if a frozen name ends with a dot and would stand for
     *     parameters that are not frozen
     */
    public static FrozenSet of(Collection<String> names, Set<String> frozen) {
        if (frozen.isEmpty()) {
            return NONE;
        }
        String[] sorted = names.toArray(String[]::new);
        Arrays.sort(sorted);
        @Nullable String[] trainableAfter = new String[sorted.length + 1];
        for (int i = sorted.length - 1; i >= 0; i--) {
            trainableAfter[i] = frozen.contains(sorted[i]) ? trainableAfter[i + 1] : sorted[i];
        }
        NavigableSet<String> entries = new TreeSet<>(UTF8_ORDER);
        @Nullable String trainableBefore = null;
        for (int i = 0; i < sorted.length; i++) {
            if (frozen.contains(sorted[i])) {
                entries.add(entry(sorted[i], trainableBefore, trainableAfter[i + 1]));
            } else {
                trainableBefore = sorted[i];
            }
        }
        return new FrozenSet(entries);
    }

    /**
     * The entry that a frozen parameter comes under. Names that share a beginning are neighbours
     * when sorted, so a module is wholly frozen if its path begins neither of the nearest trainable
     * names.
     */
    private static String entry(
            String name, @Nullable String trainableBefore, @Nullable String trainableAfter) {
        if (trainableBefore == null && trainableAfter == null) {
            return WHOLE_MODEL;
        }
        int shared = Math.max(shared(name, trainableBefore), shared(name, trainableAfter));
        // A first part that is empty has the path of the model itself, so it cannot be an entry.
        int dot = name.indexOf('.', Math.max(shared, 1));
        if (dot >= 0) {
            return name.substring(0, dot + 1);
        }
        if (name.endsWith(".")) {
            throw new IllegalArgumentException(
                    ("parameter %s cannot be frozen alone: its name ends with a dot, and would"
                                    + " stand for a whole module")
                            .formatted(Names.quote(name)));
        }
        return name;
    }

    private static int shared(String name, @Nullable String other) {
        if (other == null) {
            return 0;
        }
        int limit = Math.min(name.length(), other.length());
        int i = 0;
        while (i < limit && name.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    /** Whether the parameter is frozen. */
    public boolean contains(String name) {
        if (entries.isEmpty()) {
            return false;
        }
        if (entries.contains(WHOLE_MODEL) || entries.contains(name)) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (entries.contains(name.substring(0, dot + 1))) {
                return true;
            }
        }
        return false;
    }

    /** Those of {@code names} that are frozen, in their order. */
    public SequencedSet<String> among(Collection<String> names) {
        SequencedSet<String> frozen = new LinkedHashSet<>();
        for (String name : names) {
            if (contains(name)) {
                frozen.add(name);
            }
        }
        return frozen;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The value for the metadata key: {@code ["embeddings.","head.bias"]}. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonText.JSON.createGenerator(text)) {
            json.writeStartArray();
            for (String entry : entries) {
                json.writeString(entry);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FrozenSet set && entries.equals(set.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
