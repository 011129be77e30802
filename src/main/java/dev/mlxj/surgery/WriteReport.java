package dev.mlxj.surgery;

import dev.mlxj.array.kernel.CastLosses;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * What was done, or would be.
 *
 * @param input the model
 * @param output where the result is
 * @param bytesRead bytes of tensors and headers that the result is made from
 * @param bytesWritten bytes of the files that are written
 * @param files names of the files that are written, without their directory, index and others too;
 *     none where nothing had to change
 * @param metadata changes to the metadata
 * @param tensors one for each tensor of the model or the result, in the result's order
 */
public record WriteReport(
        Path input,
        Path output,
        long bytesRead,
        long bytesWritten,
        List<String> files,
        MetadataEdit metadata,
        List<Change> tensors) {
    public WriteReport {
        files = List.copyOf(files);
        tensors = List.copyOf(tensors);
    }

    /**
     * One tensor before or after.
     *
     * @param sha256 of its bytes, in hexadecimal; null where nobody asked
     */
    public record State(DType dtype, Shape shape, @Nullable String sha256) {}

    /**
     * What became of a tensor.
     *
     * @param before null where the model did not have it
     * @param after null where the result does not have it
     * @param rewritten whether its bytes were made anew, and not copied
     */
    public record Change(
            String name,
            @Nullable State before,
            @Nullable State after,
            boolean rewritten,
            CastLosses losses) {}

    /** What a file is called in its directory. */
    static String fileName(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    /** Number of tensors that are made anew. */
    public long rewritten() {
        return tensors.stream().filter(Change::rewritten).count();
    }

    /** What all tensors lost together. */
    public CastLosses losses() {
        return tensors.stream().map(Change::losses).reduce(CastLosses.NONE, CastLosses::plus);
    }
}
