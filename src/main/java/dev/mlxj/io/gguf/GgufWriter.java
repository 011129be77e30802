package dev.mlxj.io.gguf;

import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.TensorContent;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes tensors and metadata as MLX does. */
public final class GgufWriter {
    private GgufWriter() {}

    /**
     * Writes the file; it appears whole or not at all.
     *
     * @throws IllegalArgumentException as {@link GgufLayout#of}
     */
    public static void write(
            Path file,
            List<TensorContent> tensors,
            Map<String, GgufValue> metadata,
            OutputOptions options)
            throws IOException {
        GgufLayout layout =
                GgufLayout.of(tensors.stream().map(TensorContent::spec).toList(), metadata);
        try (AtomicOutput out = AtomicOutput.create(file, layout.totalSize(), options)) {
            out.write(0, layout.header());
            long end = layout.header().byteSize();
            for (int i = 0; i < tensors.size(); i++) {
                long begin = layout.position(i);
                out.write(end, MemorySegment.ofArray(new byte[(int) (begin - end)]));
                tensors.get(i).bytes().stream((at, block) -> out.write(begin + at, block));
                end = begin + tensors.get(i).spec().byteSize();
            }
            out.commit();
        }
    }
}
