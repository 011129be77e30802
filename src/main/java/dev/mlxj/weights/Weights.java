package dev.mlxj.weights;

import dev.mlxj.array.Array;
import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.TensorSpec;
import dev.mlxj.io.safetensors.Placement;
import dev.mlxj.io.safetensors.SafetensorsLayout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The arrays of a checkpoint by name, each a leaf of the lazy graph. No tensor byte is read until
 * an array is evaluated or streamed; that needs the weights to be open still.
 *
 * <p>Matches {@code mx.load} and {@code mx.save_safetensors}, for every dtype of the format: F64
 * and the stored-only ones too.
 */
public final class Weights implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final SequencedMap<String, Array> arrays;

    private Weights(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.arrays = arrays(checkpoint);
    }

    /**
     * Opens a model: a file, an index, or a directory.
     *
     * @throws IOException as {@link Checkpoint#open(Path)}
     */
    public static Weights load(Path model) throws IOException {
        return new Weights(Checkpoint.open(model));
    }

    /** The arrays of a checkpoint, in its order; they live as long as it is open. */
    public static SequencedMap<String, Array> arrays(Checkpoint checkpoint) {
        SequencedMap<String, Array> arrays = new LinkedHashMap<>();
        for (String name : checkpoint.entries().keySet()) {
            arrays.put(name, Array.of(checkpoint.source(name)));
        }
        return Collections.unmodifiableSequencedMap(arrays);
    }

    /** The arrays by name, in the order of the checkpoint. */
    public SequencedMap<String, Array> arrays() {
        return arrays;
    }

    /** The free text of the model. */
    public SequencedMap<String, String> metadata() {
        return checkpoint.metadata();
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
        checkpoint.close();
    }
}
