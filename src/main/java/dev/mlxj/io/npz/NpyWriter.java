package dev.mlxj.io.npz;

import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.TensorContent;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Writes one array as {@code numpy.save} does, byte for byte. */
public final class NpyWriter {
    private NpyWriter() {}

    /**
     * Writes the file; it appears whole or not at all.
     *
     * @throws IllegalArgumentException for dtypes that no npy file holds
     */
    public static void write(Path file, TensorContent array, OutputOptions options)
            throws IOException {
        byte[] header = NpyHeader.of(array.spec().dtype(), array.spec().shape());
        long size = header.length + array.spec().byteSize();
        try (AtomicOutput out = AtomicOutput.create(file, size, options)) {
            out.write(0, MemorySegment.ofArray(header));
            array.bytes().stream((at, block) -> out.write(header.length + at, block));
            out.commit();
        }
    }
}
