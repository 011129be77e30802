package dev.mlxj.weights;

import dev.mlxj.array.Array;
import dev.mlxj.io.ArrayFile;
import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.TensorSpec;
import dev.mlxj.io.gguf.GgufValue;
import dev.mlxj.io.safetensors.Placement;
import dev.mlxj.io.safetensors.SafetensorsLayout;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The arrays of a checkpoint by name, each a leaf of the lazy graph. No tensor byte is read until
 * an array is evaluated or streamed; that needs the weights to be open still.
 *
 * <p>Matches {@code mx.load} and {@code mx.save_safetensors}, for every dtype of the format: F64
 * and the stored-only ones too. The other formats of {@code mx.save} are written by {@link
 * ArrayFiles}.
 */
public final class Weights implements AutoCloseable {
    private final Closeable file;
    private final SequencedMap<String, Array> arrays;
    private final SequencedMap<String, GgufValue> metadata;

    private Weights(
            Closeable file,
            SequencedMap<String, Array> arrays,
            SequencedMap<String, GgufValue> metadata) {
        this.file = file;
        this.arrays = arrays;
        this.metadata = Collections.unmodifiableSequencedMap(metadata);
    }

    /**
     * Opens a model: a safetensors file, an index, or a directory; or the arrays of an npy, npz or
     * GGUF file. What a file is, its content says, not its name.
     *
     * @throws dev.mlxj.io.MalformedCheckpointException if it is broken, or no file of arrays
     * @throws dev.mlxj.io.UnsupportedFormatException if it is in another format, or holds quantised
     *     GGUF tensors
     * @throws IOException if it is not there, or may not be read
     */
    public static Weights load(Path model) throws IOException {
        Optional<ArrayFile> file = ArrayFile.open(model);
        if (file.isPresent()) {
            ArrayFile.Content content = file.get().content();
            return new Weights(file.get(), arrays(content), content.metadata());
        }
        Checkpoint checkpoint = Checkpoint.open(model);
        SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
        checkpoint.metadata().forEach((key, text) -> metadata.put(key, new GgufValue.Text(text)));
        return new Weights(checkpoint, arrays(checkpoint), metadata);
    }

    /** The arrays of a checkpoint, in its order; they live as long as it is open. */
    public static SequencedMap<String, Array> arrays(Checkpoint checkpoint) {
        SequencedMap<String, Array> arrays = new LinkedHashMap<>();
        for (String name : checkpoint.entries().keySet()) {
            arrays.put(name, Array.of(checkpoint.source(name)));
        }
        return Collections.unmodifiableSequencedMap(arrays);
    }

    private static SequencedMap<String, Array> arrays(ArrayFile.Content content) {
        SequencedMap<String, Array> arrays = new LinkedHashMap<>();
        content.arrays()
                .forEach(
                        (name, stored) -> {
                            Array array = Array.of(stored.source());
                            arrays.put(name, stored.columnsFirst() ? array.T() : array);
                        });
        return Collections.unmodifiableSequencedMap(arrays);
    }

    /** The arrays by name, in the order of the file; that of an npy file has the name "". */
    public SequencedMap<String, Array> arrays() {
        return arrays;
    }

    /**
     * The only array, as that of an npy file.
     *
     * @throws IllegalArgumentException if there is not exactly one
     */
    public Array array() {
        if (arrays.size() != 1) {
            throw new IllegalArgumentException(
                    "load: the file holds %d arrays, not one".formatted(arrays.size()));
        }
        return arrays.firstEntry().getValue();
    }

    /** The free text of the model: its metadata without what is no text. */
    public SequencedMap<String, String> metadata() {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        metadata.forEach(
                (key, value) -> {
                    if (value instanceof GgufValue.Text(String text)) {
                        texts.put(key, text);
                    }
                });
        return texts;
    }

    /** What the file says of itself: texts, and in a GGUF file also numbers and lists. */
    public SequencedMap<String, GgufValue> metadataValues() {
        return metadata;
    }

    /**
     * Writes arrays to a safetensors file, one after the other, computing those that are not
     * evaluated. The file is byte for byte what the reference writer makes, and appears whole or
     * not at all; one that exists is replaced.
     *
     * @param metadata free text for the header; none is written where it is empty
     * @throws IOException if the file cannot be written, or a file that an array is read from
     *     cannot be read
     */
    public static void save(Path file, Map<String, Array> arrays, Map<String, String> metadata)
            throws IOException {
        List<TensorSpec> specs = new ArrayList<>();
        arrays.forEach(
                (name, array) -> specs.add(new TensorSpec(name, array.dtype(), array.shape())));
        SafetensorsLayout layout = SafetensorsLayout.of(specs, metadata);
        OutputOptions options = OutputOptions.DEFAULT.withForce();
        try (AtomicOutput out = AtomicOutput.create(file, layout.totalSize(), options)) {
            out.write(0, layout.header());
            for (Placement placement : layout.placements()) {
                Array array = arrays.get(placement.tensor().name());
                if (array != null) {
                    long begin = layout.dataStart() + placement.begin();
                    array.stream((at, block) -> out.write(begin + at, block));
                }
            }
            out.commit();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
