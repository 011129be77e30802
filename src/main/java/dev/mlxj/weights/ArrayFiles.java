package dev.mlxj.weights;

import dev.mlxj.array.Array;
import dev.mlxj.array.GraphDrawing;
import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.TensorContent;
import dev.mlxj.io.TensorSpec;
import dev.mlxj.io.gguf.GgufValue;
import dev.mlxj.io.gguf.GgufWriter;
import dev.mlxj.io.npz.NpyWriter;
import dev.mlxj.io.npz.NpzWriter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Arrays to files and back: the functions {@code save}, {@code savez}, {@code savez_compressed},
 * {@code save_safetensors}, {@code save_gguf}, {@code load} and {@code export_to_dot} of {@code
 * mlx.core}.
 *
 * <p>Saving computes arrays that are not evaluated, one after the other, in bounded memory where
 * they can be streamed. A file appears whole or not at all; one that exists is replaced, also one
 * that the arrays are read from. As in MLX, the suffix of the format is added to a name that lacks
 * it.
 */
public final class ArrayFiles {
    private static final OutputOptions OPTIONS = OutputOptions.DEFAULT.withForce();

    private ArrayFiles() {}

    /** {@link Weights#load}: the arrays of a file by name, lazily. */
    public static Weights load(Path file) throws IOException {
        return Weights.load(file);
    }

    /**
     * Writes one array as an npy file, byte for byte as {@code numpy.save} does.
     *
     * @throws IllegalArgumentException for stored types whose elements are not whole bytes
     * @throws IOException if it cannot be written
     */
    public static void save(Path file, Array array) throws IOException {
        NpyWriter.write(withSuffix(file, ".npy"), content("", array), OPTIONS);
    }

    /**
     * Writes arrays as an npz file, byte for byte as {@code numpy.savez} does.
     *
     * @throws IllegalArgumentException as {@link #save}
     * @throws IOException if it cannot be written
     */
    public static void savez(Path file, Map<String, Array> arrays) throws IOException {
        NpzWriter.write(withSuffix(file, ".npz"), contents(arrays), false, OPTIONS);
    }

    /** Writes arrays as an npz file, under the names {@code arr_0}, {@code arr_1} and so on. */
    public static void savez(Path file, Array... arrays) throws IOException {
        savez(file, numbered(arrays));
    }

    /**
     * Writes arrays as an npz file with compressed members, as {@code numpy.savez_compressed} does.
     *
     * @throws IllegalArgumentException as {@link #save}
     * @throws IOException if it cannot be written
     */
    public static void savezCompressed(Path file, Map<String, Array> arrays) throws IOException {
        NpzWriter.write(withSuffix(file, ".npz"), contents(arrays), true, OPTIONS);
    }

    /** {@link #savezCompressed(Path, Map)} under the names {@code arr_0}, {@code arr_1}, .. */
    public static void savezCompressed(Path file, Array... arrays) throws IOException {
        savezCompressed(file, numbered(arrays));
    }

    /** {@link #saveSafetensors(Path, Map, Map)} without metadata. */
    public static void saveSafetensors(Path file, Map<String, Array> arrays) throws IOException {
        saveSafetensors(file, arrays, Map.of());
    }

    /** {@link Weights#save}: byte for byte as the reference writer of safetensors does. */
    public static void saveSafetensors(
            Path file, Map<String, Array> arrays, Map<String, String> metadata) throws IOException {
        Weights.save(withSuffix(file, ".safetensors"), arrays, metadata);
    }

    /** {@link #saveGguf(Path, Map, Map)} without metadata. */
    public static void saveGguf(Path file, Map<String, Array> arrays) throws IOException {
        saveGguf(file, arrays, Map.of());
    }

    /**
     * Writes arrays and metadata as a GGUF file, to the byte as MLX does for the same order.
     *
     * @throws IllegalArgumentException for arrays that are not F32, F16, I8, I16 or I32, or have
     *     more than 8 axes, and for metadata that GGUF has no kind for
     * @throws IOException if it cannot be written
     */
    public static void saveGguf(
            Path file, Map<String, Array> arrays, Map<String, GgufValue> metadata)
            throws IOException {
        GgufWriter.write(withSuffix(file, ".gguf"), contents(arrays), metadata, OPTIONS);
    }

    /**
     * Writes the graph behind arrays in the language of Graphviz.
     *
     * @throws IOException if it cannot be written
     */
    public static void exportToDot(Path file, Array... arrays) throws IOException {
        write(file, GraphDrawing.of(arrays));
    }

    /** {@link #exportToDot(Path, Array...)} with names for these arrays. */
    public static void exportToDot(Path file, Map<String, Array> arrays) throws IOException {
        write(file, GraphDrawing.of(arrays));
    }

    private static void write(Path file, String text) throws IOException {
        AtomicOutput.write(file, text.getBytes(StandardCharsets.UTF_8), OPTIONS);
    }

    private static Path withSuffix(Path file, String suffix) {
        return file.toString().endsWith(suffix) ? file : Path.of(file + suffix);
    }

    private static Map<String, Array> numbered(Array[] arrays) {
        Map<String, Array> named = new LinkedHashMap<>();
        for (int i = 0; i < arrays.length; i++) {
            named.put("arr_" + i, arrays[i]);
        }
        return named;
    }

    private static List<TensorContent> contents(Map<String, Array> arrays) {
        List<TensorContent> contents = new ArrayList<>();
        arrays.forEach((name, array) -> contents.add(content(name, array)));
        return contents;
    }

    private static TensorContent content(String name, Array array) {
        return new TensorContent(
                new TensorSpec(name, array.dtype(), array.shape()),
                sink -> array.stream(sink::accept));
    }
}
